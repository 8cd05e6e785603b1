"""The hundred models people ask for most, under the names that makers, clouds, hosts, boards and re-uploaders write."""

import polars as pl

from transforms.identity.model import resolve_models

# version | family (both after the maker) : spellings, separated by semicolons. Labelled by reading, with the
# conventions of the design; no spelling was taken from an answer.
ASKED = """
openai/gpt-3.5-turbo | gpt-3.5 : gpt-3.5-turbo; GPT-3.5 Turbo; azure/gpt-35-turbo-16k; openai/gpt-3.5-turbo-0125;
    gpt-3.5-turbo-1106; ChatGPT: gpt-3.5-turbo
openai/gpt-4 | gpt-4 : GPT-4; gpt-4-0613; azure/gpt-4-32k; openai:gpt-4; gpt-4-0314
openai/gpt-4-turbo | gpt-4 : GPT-4 Turbo; gpt-4-1106-preview; gpt-4-turbo-2024-04-09; azure/gpt-4-0125-preview
openai/gpt-4o | gpt-4o : GPT-4o; gpt-4o-2024-08-06; GPT-4o (Nov '24); azure/eu/gpt-4o-2024-11-20; openai/gpt-4o:extended
openai/gpt-4o-mini | gpt-4o : GPT-4o mini; gpt-4o-mini-2024-07-18; azure_ai/gpt-4o-mini; openai/gpt-4o-mini:batch
openai/chatgpt-4o | gpt-4o : chatgpt-4o-latest; ChatGPT-4o-latest (2025-03-26); openai/chatgpt-4o-latest
openai/gpt-4.1 | gpt-4.1 : GPT-4.1; gpt-4.1-2025-04-14; azure/gpt-4.1; databricks-gpt-4-1
openai/gpt-4.1-mini | gpt-4.1 : GPT-4.1 mini; gpt-4.1-mini-2025-04-14; openai/gpt-4.1-mini
openai/gpt-4.1-nano | gpt-4.1 : GPT-4.1 nano; gpt-4.1-nano-2025-04-14; azure/gpt-4.1-nano
openai/gpt-4.5 | gpt-4.5 : GPT-4.5 (Preview); gpt-4.5-preview-2025-02-27; openai/gpt-4.5-preview
openai/gpt-5 | gpt-5 : GPT-5 (high); gpt-5-2025-08-07_medium; openai/gpt-5-chat; GPT-5 (minimal); azure/gpt-5
openai/gpt-5-mini | gpt-5 : GPT-5 mini (high); gpt-5-mini-2025-08-07; openai/gpt-5-mini
openai/gpt-5-nano | gpt-5 : GPT-5 nano (minimal); gpt-5-nano-2025-08-07; azure/gpt-5-nano
openai/gpt-5-codex | gpt-5 : GPT-5 Codex (high); gpt-5-codex; openai/gpt-5-codex
openai/gpt-5.1 | gpt-5 : GPT-5.1 (high); gpt-5.1-2025-11-13; openai/gpt-5.1-chat; databricks-gpt-5-1
openai/gpt-5.2 | gpt-5 : GPT-5.2 (xhigh); gpt-5.2; openai/gpt-5.2
openai/o1 | o1 : o1; o1-2024-12-17; o1-preview; openai/o1-preview-2024-09-12; o1-2024-12-17-high
openai/o1-mini | o1 : o1-mini; o1-mini-2024-09-12; azure/o1-mini
openai/o3 | o3 : o3; o3-2025-04-16; o3 (high); openai/o3
openai/o3-mini | o3 : o3-mini (high); o3-mini-2025-01-31; azure/o3-mini; openai/o3-mini-high
openai/o3-pro | o3 : o3-pro; o3-pro-2025-06-10; openai/o3-pro
openai/o4-mini | o4 : o4-mini (high); o4-mini-2025-04-16; azure/o4-mini; openai/o4-mini-high
openai/gpt-oss-120b | gpt-oss : gpt-oss-120B (high); openai.gpt-oss-120b-1:0; ollama/gpt-oss:120b;
    unsloth/gpt-oss-120b-GGUF;
    accounts/fireworks/models/gpt-oss-120b; groq/openai/gpt-oss-120b
openai/gpt-oss-20b | gpt-oss : gpt-oss-20B (low); bedrock/openai.gpt-oss-20b-1:0; gpt-oss:20b; @cf/openai/gpt-oss-20b
anthropic/claude-2 | claude : Claude 2; anthropic.claude-v2; claude-2.0; Claude 2.0
anthropic/claude-2.1 | claude : Claude 2.1; bedrock/anthropic.claude-v2:1; claude-2.1
anthropic/claude-3-haiku | claude-haiku : Claude 3 Haiku; claude-3-haiku-20240307;
    anthropic.claude-3-haiku-20240307-v1:0;
    vertex_ai/claude-3-haiku@20240307
anthropic/claude-3-sonnet | claude-sonnet : Claude 3 Sonnet; claude-3-sonnet-20240229;
    vertex_ai/claude-3-sonnet@20240229
anthropic/claude-3-opus | claude-opus : Claude 3 Opus; claude-3-opus-20240229; anthropic/claude-3-opus:beta;
    us.anthropic.claude-3-opus-20240229-v1:0
anthropic/claude-3.5-sonnet | claude-sonnet : Claude 3.5 Sonnet (Oct '24); claude-3-5-sonnet-20240620;
    anthropic.claude-3-5-sonnet-20241022-v2:0; claude-3-5-sonnet-v2@20241022; claude-3.5-sonnet
anthropic/claude-3.5-haiku | claude-haiku : Claude 3.5 Haiku; claude-3-5-haiku-20241022; claude-3-5-haiku@20241022
anthropic/claude-3.7-sonnet | claude-sonnet : Claude 3.7 Sonnet (Reasoning); claude-3-7-sonnet-20250219;
    anthropic/claude-3.7-sonnet:thinking; us.anthropic.claude-3-7-sonnet-20250219-v1:0
anthropic/claude-sonnet-4 | claude-sonnet : Claude Sonnet 4; Claude 4 Sonnet (Non-reasoning); claude-sonnet-4@20250514;
    claude-sonnet-4-20250514; databricks-claude-sonnet-4
anthropic/claude-opus-4 | claude-opus : Claude 4 Opus (Extended Thinking); claude-opus-4-20250514_16K;
    anthropic/claude-opus-4
anthropic/claude-opus-4.1 | claude-opus : Claude Opus 4.1; claude-opus-4-1-20250805; anthropic/claude-opus-4.1
anthropic/claude-sonnet-4.5 | claude-sonnet : Claude 4.5 Sonnet (Reasoning); claude-sonnet-4-5-20250929;
    arn:aws:bedrock:us-east-1:1:inference-profile/global.anthropic.claude-sonnet-4-5-20250929-v1:0; claude-sonnet-4.5
anthropic/claude-haiku-4.5 | claude-haiku : Claude 4.5 Haiku; claude-haiku-4-5-20251001; claude-haiku-4-5@20251001
anthropic/claude-opus-4.5 | claude-opus : Claude Opus 4.5; claude-opus-4-5-20251101-thinking-32k;
    claude-opus-4-5@20251101
anthropic/claude-opus-4.6 | claude-opus : Claude Opus 4.6 (Adaptive Reasoning, Max Effort); claude-opus-4-6;
    vertex_ai/claude-opus-4-6@default
google/gemini-1.0-pro | gemini-pro : Gemini 1.0 Pro; gemini-pro; gemini-1.0-pro-001; gemini/gemini-pro
google/gemini-1.5-pro | gemini-pro : Gemini 1.5 Pro (Sep '24); gemini-1.5-pro-002; gemini/gemini-1.5-pro-latest;
    google/gemini-pro-1.5
google/gemini-1.5-flash | gemini-flash : Gemini 1.5 Flash; gemini-1.5-flash-001; google/gemini-flash-1.5
google/gemini-2.0-flash | gemini-flash : Gemini 2.0 Flash (Feb '25); gemini-2.0-flash-001;
    gemini-2.0-flash-thinking-exp-01-21;
    google/gemini-2.0-flash-exp:free
google/gemini-2.0-flash-lite | gemini-flash-lite : Gemini 2.0 Flash-Lite (Preview); gemini-2.0-flash-lite-001
google/gemini-2.5-flash | gemini-flash : Gemini 2.5 Flash (Reasoning); gemini-2.5-flash-preview-05-20;
    google/gemini-2.5-flash:thinking
google/gemini-2.5-flash-lite | gemini-flash-lite : Gemini 2.5 Flash-Lite; gemini-2.5-flash-lite-preview-09-2025
google/gemini-2.5-pro | gemini-pro : Gemini 2.5 Pro Preview (Mar '25); gemini-2.5-pro-preview-06-05 (32k think);
    google/gemini-2.5-pro; publishers/google/models/gemini-2.5-pro
google/gemini-3-pro | gemini-pro : Gemini 3 Pro Preview (high); gemini-3-pro-preview; google/gemini-3-pro-preview
google/gemini-3-flash | gemini-flash : Gemini 3 Flash; gemini-3-flash-preview; google/gemini-3-flash-preview
google/gemma-2-9b | gemma-2 : google/gemma-2-9b-it; gemma2:9b; Gemma 2 9B; groq/gemma2-9b-it;
    bartowski/gemma-2-9b-it-GGUF
google/gemma-2-27b | gemma-2 : google/gemma-2-27b-it; Gemma 2 27B; gemma2:27b-instruct-q8_0
google/gemma-3-27b | gemma-3 : google/gemma-3-27b-it; gemma3:27b-it-qat; Gemma 3 27B Instruct;
    ISTA-DASLab/gemma-3-27b-it-GPTQ-4b-128g
google/gemma-3-12b | gemma-3 : google/gemma-3-12b-it; gemma3:12b; databricks-gemma-3-12b;
    unsloth/gemma-3-12b-it-bnb-4bit
meta/llama-2-7b | llama-2 : meta-llama/Llama-2-7b-chat-hf; llama2:7b; Llama 2 (7B); TheBloke/Llama-2-7B-Chat-GPTQ
meta/llama-2-70b | llama-2 : meta.llama2-70b-chat-v1; Llama 2 Chat 70B; llama2-70b-4096; replicate/meta/llama-2-70b-chat
meta/llama-3-8b | llama-3 : meta-llama/Meta-Llama-3-8B-Instruct; llama3-8b-8192; Llama 3 Instruct 8B;
    llama3:8b-instruct-q4_0
meta/llama-3-70b | llama-3 : meta.llama3-70b-instruct-v1:0; Llama 3 70B; llama3:70b; groq/llama3-70b-8192
meta/llama-3.1-8b | llama-3 : meta-llama/Llama-3.1-8B-Instruct; groq/llama-3.1-8b-instant; llama3.1:8b;
    neuralmagic/Meta-Llama-3.1-8B-Instruct-quantized.w4a16
meta/llama-3.1-70b | llama-3 : Llama 3.1 70B Instruct; accounts/fireworks/models/llama-v3p1-70b-instruct;
    us.meta.llama3-1-70b-instruct-v1:0
meta/llama-3.1-405b | llama-3 : meta-llama/Meta-Llama-3.1-405B-Instruct-Turbo; llama-3.1-405b-instruct-fp8;
    nvidia/Llama-3.1-405B-Instruct-FP4
meta/llama-3.2-11b | llama-3 : meta-llama/Llama-3.2-11B-Vision-Instruct; llama3.2-vision:11b; llama-3.2-11b-text-preview
meta/llama-3.2-3b | llama-3 : meta-llama/Llama-3.2-3B-Instruct; llama3.2:3b; Llama-3.2-3B-Instruct-q4f16_1-MLC
meta/llama-3.3-70b | llama-3 : groq/llama-3.3-70b-versatile; meta-llama/Llama-3.3-70B-Instruct-Turbo-Free; Llama 3.3
    Instruct 70B;
    casperhansen/llama-3.3-70b-instruct-awq; @cf/meta/llama-3.3-70b-instruct-fp8-fast
meta/llama-4-scout | llama-4 : meta-llama/Llama-4-Scout-17B-16E-Instruct; Llama 4 Scout;
    us.meta.llama4-scout-17b-instruct-v1:0
meta/llama-4-maverick | llama-4 : Llama-4-Maverick-17B-128E-Instruct-FP8; meta-llama/llama-4-maverick:free;
    vertex_ai/meta/llama-4-maverick-17b-128e-instruct-maas
meta/codellama-34b | codellama : codellama/CodeLlama-34b-Instruct-hf; codellama:34b-instruct; Code Llama 34B
mistral/mistral-7b | mistral-7b : mistralai/Mistral-7B-Instruct-v0.3; mistral.mistral-7b-instruct-v0:2;
    open-mistral-7b; TheBloke/Mistral-7B-Instruct-v0.2-AWQ
mistral/mixtral-8x7b | mixtral : mistralai/Mixtral-8x7B-Instruct-v0.1; groq/mixtral-8x7b-32768; open-mixtral-8x7b;
    Mixtral 8x7B Instruct
mistral/mixtral-8x22b | mixtral : mistralai/Mixtral-8x22B-Instruct-v0.1; open-mixtral-8x22b; mixtral:8x22b
mistral/mistral-nemo | mistral-nemo : open-mistral-nemo-2407; mistralai/Mistral-Nemo-Instruct-2407; mistral-nemo:12b
mistral/mistral-large-2 | mistral-large : mistral-large-2407; Mistral Large 2 (Jul '24); mistral.mistral-large-2407-v1:0
mistral/mistral-large-3 | mistral-large : mistral-large-2512; Mistral Large 3;
    mistralai/Mistral-Large-3-675B-Instruct-2512
mistral/mistral-medium-3 | mistral-medium : mistral-medium-2505; Mistral Medium 3; mistralai/mistral-medium-3
mistral/mistral-medium-3.1 | mistral-medium : mistral-medium-2508; Mistral Medium 3.1; mistralai/mistral-medium-3.1
mistral/mistral-small-3.1 | mistral-small : mistral-small-2503; mistralai/Mistral-Small-3.1-24B-Instruct-2503; Mistral
    Small 3.1
mistral/mistral-small-3.2 | mistral-small : mistral-small-2506; mistralai/mistral-small-3.2-24b-instruct; Mistral
    Small 3.2
mistral/codestral | codestral : codestral-2501; Codestral (Jan '25); mistralai/Codestral-22B-v0.1
mistral/magistral-medium-1.2 | magistral-medium : magistral-medium-2509; Magistral Medium 1.2
mistral/devstral-small-1.1 | devstral-small : devstral-small-2507; mistralai/Devstral-Small-2507
deepseek/deepseek-v3 | deepseek-v3 : deepseek-ai/DeepSeek-V3-0324; DeepSeek V3 (Dec '24); azure_ai/DeepSeek-V3;
    openrouter/deepseek/deepseek-chat-v3-0324:free
deepseek/deepseek-v3.1 | deepseek-v3 : deepseek-ai/DeepSeek-V3.1; DeepSeek V3.1 (Reasoning);
    ollama/deepseek-v3.1:671b-cloud; deepseek.v3-v1:0
deepseek/deepseek-v3.2 | deepseek-v3 : deepseek-ai/DeepSeek-V3.2; DeepSeek V3.2 (Non-reasoning); deepseek/deepseek-v3.2
deepseek/deepseek-v3.2-exp | deepseek-v3 : deepseek-ai/DeepSeek-V3.2-Exp; deepseek-v3.2-exp-thinking; DeepSeek V3.2 Exp
deepseek/deepseek-r1 | deepseek-r1 : deepseek-ai/DeepSeek-R1-0528; us.deepseek.r1-v1:0; DeepSeek R1 (Jan '25);
    deepinfra/deepseek-ai/DeepSeek-R1-Turbo
deepseek/deepseek-r1-distill-llama-70b | deepseek-r1 : groq/deepseek-r1-distill-llama-70b;
    DeepSeek-R1-Distill-Llama-70B; deepseek-r1:70b
deepseek/deepseek-r1-distill-qwen-32b | deepseek-r1 : deepseek-ai/DeepSeek-R1-Distill-Qwen-32B; deepseek-r1:32b;
    @cf/deepseek-ai/deepseek-r1-distill-qwen-32b
alibaba/qwen1.5-72b | qwen1 : Qwen/Qwen1.5-72B-Chat; qwen1.5-72b-chat; Qwen1.5 Chat 72B
alibaba/qwen2-72b | qwen2 : Qwen/Qwen2-72B-Instruct; qwen2:72b; Qwen2 72B Instruct
alibaba/qwen2.5-7b | qwen2 : Qwen/Qwen2.5-7B-Instruct; qwen2.5:7b; Qwen/Qwen2.5-7B-Instruct-GPTQ-Int4; Qwen2.5 7B
alibaba/qwen2.5-72b | qwen2 : Qwen/Qwen2.5-72B-Instruct-Turbo; qwen/qwen-2.5-72b-instruct; Qwen2.5 Instruct 72B;
    Qwen/Qwen2.5-72B-Instruct-AWQ
alibaba/qwen2.5-coder-32b | qwen2 : Qwen/Qwen2.5-Coder-32B-Instruct; qwen2.5-coder:32b;
    accounts/fireworks/models/qwen2p5-coder-32b-instruct
alibaba/qwq-32b | qwq : Qwen/QwQ-32B; qwq:32b; QwQ-32B-Preview; qwen-qwq-32b
alibaba/qwen3-32b | qwen3 : Qwen/Qwen3-32B; cerebras/qwen-3-32b; Qwen3 32B (Reasoning); qwen3:32b; Qwen/Qwen3-32B-AWQ
alibaba/qwen3-235b-a22b | qwen3 : Qwen/Qwen3-235B-A22B-Instruct-2507; qwen.qwen3-235b-a22b-2507-v1:0; Qwen3 235B A22B
    2507 (Reasoning); Qwen/Qwen3-235B-A22B-fp8-tput
alibaba/qwen3-coder-480b-a35b | qwen3 : Qwen/Qwen3-Coder-480B-A35B-Instruct-FP8; qwen3-coder:480b; Qwen3 Coder 480B
    A35B Instruct
alibaba/qwen3-max | qwen-max : qwen3-max-preview; Qwen3 Max; qwen3-max-2025-09-23; qwen/qwen3-max
alibaba/qwen3-next-80b-a3b | qwen3 : Qwen/Qwen3-Next-80B-A3B-Instruct; vertex_ai/qwen/qwen3-next-80b-a3b-thinking-maas
microsoft/phi-3-mini | phi-3 : microsoft/Phi-3-mini-4k-instruct; phi3:mini; Phi-3-Mini-128k-Instruct
microsoft/phi-4 | phi-4 : microsoft/phi-4; phi4:14b; Phi-4; azure_ai/Phi-4
cohere/command-r-plus | command-r-plus : cohere.command-r-plus-v1:0; Command-R+ (Aug '24); command-r-plus-08-2024;
    CohereForAI/c4ai-command-r-plus
cohere/command-a | command-a : command-a-03-2025; Command A; cohere.command-a-03-2025
amazon/nova-pro | nova-pro : amazon.nova-pro-v1:0; Nova Pro; us.amazon.nova-pro-v1:0; Amazon Nova Pro 1.0
amazon/nova-lite | nova-lite : amazon.nova-lite-v1:0; Nova Lite; amazon-nova-lite-v1.0
xai/grok-2 | grok : grok-2-1212; Grok 2 (Dec '24); xai/grok-2-latest; grok-2-2024-08-13
xai/grok-3 | grok : grok-3-beta; Grok 3; grok-3-preview-02-24; xai/grok-3-fast-beta
xai/grok-3-mini | grok-mini : grok-3-mini-beta; Grok 3 mini Reasoning (high); xai/grok-3-mini-fast
xai/grok-4 | grok : grok-4-0709; Grok 4; x-ai/grok-4
xai/grok-4-fast | grok : grok-4-fast-reasoning; Grok 4 Fast (Non-reasoning); x-ai/grok-4-fast:free
moonshot/kimi-k2 | kimi-k2 : moonshotai/Kimi-K2-Instruct-0905; kimi-k2-thinking-turbo; Kimi K2 0905; kimi-k2:1t-cloud;
    groq/moonshotai/kimi-k2-instruct
zai/glm-4.5 | glm-4 : zai-org/GLM-4.5-FP8; GLM-4.5 (Reasoning); z-ai/glm-4.5
zai/glm-4.5-air | glm-4 : zai-org/GLM-4.5-Air; z-ai/glm-4.5-air:free; cpatonn/GLM-4.5-Air-AWQ
zai/glm-4.6 | glm-4 : zai-org/GLM-4.6; GLM-4.6 (Non-reasoning); accounts/fireworks/models/glm-4p6; zai-glm-4.6
minimax/minimax-m2 | minimax-m : MiniMaxAI/MiniMax-M2; MiniMax-M2; minimax/minimax-m2:free;
    vertex_ai/minimaxai/minimax-m2-maas
01-ai/yi-34b | yi : 01-ai/Yi-34B-Chat; yi:34b; yi-34b-chat-0205
allenai/olmo-2-32b | olmo : allenai/OLMo-2-0325-32B-Instruct; OLMo 2 32B
tii/falcon-40b | falcon : tiiuae/falcon-40b-instruct; falcon:40b; Falcon (40B)
nvidia/llama-3.1-nemotron-70b | nemotron : nvidia/Llama-3.1-Nemotron-70B-Instruct-HF; Llama 3.1 Nemotron Instruct 70B;
    nemotron:70b
nvidia/llama-3.3-nemotron-super-49b-v1.5 | nemotron-super : Llama Nemotron Super 49B v1.5 (Reasoning);
    nvidia/Llama-3_3-Nemotron-Super-49B-v1_5
nvidia/nemotron-nano-9b-v2 | nemotron-nano : nvidia/NVIDIA-Nemotron-Nano-9B-v2; nvidia/nemotron-nano-9b-v2:free;
    NVIDIA Nemotron Nano 9B V2 (Reasoning)
nous/hermes-3-405b | hermes : NousResearch/Hermes-3-Llama-3.1-405B; nousresearch/hermes-3-llama-3.1-405b:free;
    hermes3:405b
allenai/llama-3.1-tulu-3-70b | tulu : allenai/Llama-3.1-Tulu-3-70B; tulu3:70b; llama-3.1-tulu-3-70b
perplexity/sonar-pro | sonar : perplexity/sonar-pro; Sonar Pro; sonar-pro
ai21/jamba-1.5-large | jamba-large : ai21.jamba-1-5-large-v1:0; Jamba 1.5 Large; AI21-Jamba-1.5-Large
ibm/granite-3.3-8b | granite : ibm-granite/granite-3.3-8b-instruct; watsonx/ibm/granite-3-3-8b-instruct; granite3.3:8b
"""


def asked() -> pl.DataFrame:
    rows = []
    for line in ASKED.strip().replace("\n    ", " ").splitlines():
        ids, _, spellings = line.partition(" : ")
        version, family = (part.strip() for part in ids.split("|"))
        rows += [(name.strip(), version, f"{version.split('/')[0]}/{family}") for name in spellings.split(";")]
    return pl.DataFrame(rows, schema=["model_name_raw", "version", "family"], orient="row")


def test_the_models_people_ask_for_most_are_known_under_every_spelling():
    wanted = asked()
    answers = wanted.hstack(resolve_models(wanted.select("model_name_raw")).drop("model_name_raw"))
    wrong = answers.filter(
        pl.col("version").ne_missing(pl.col("model_version")) | pl.col("family").ne_missing(pl.col("model_family"))
    ).select("model_name_raw", "version", "model_version", "model_family", "rule")
    assert wanted["version"].n_unique() >= 100
    assert not wrong.rows()
