"""What rules cannot know: curated spellings and the product or model they mean. Looked up before the rules.

Keys are written as people write them and compared after folding (case, spaces, hyphens, underscores).
"""

# Spellings of accelerators -> an id or a name the rules read.
GPU_ALIASES = {
    # One marketplace's name for the server card; 96 GB stands beside it (seen 2026-05).
    "NVIDIA RTX PRO-A6000 SE": "nvidia-rtx-pro-6000-server",
    # What the driver calls the 96 GB superchip: 480 GB is the memory of its CPU.
    "NVIDIA GH200 480GB": "nvidia-gh200-96gb",
    # Memory of CPU and GPU together: 480 and 96, 480 and 144.
    "GH200 576GB": "nvidia-gh200-96gb",
    "GH200 624GB": "nvidia-gh200-144gb",
    "H20-3e": "nvidia-h20-141gb",
    # Google's a3-megagpu machines, and its A4 machines.
    "nvidia-h100-mega-80gb": "nvidia-h100-sxm-80gb",
    "H100-MEGA-80GB": "nvidia-h100-sxm-80gb",
    "H100-MEGA": "nvidia-h100-sxm-80gb",
    "A4 Nvidia B200": "nvidia-b200",
    # Oracle numbers its shapes: "A100 - v2" is BM.GPU.A100-v2.8, eight A100 SXM 80 GB.
    "Compute - GPU - A100 - v2": "nvidia-a100-sxm-80gb",
}

# Cells that name no accelerator.
NO_ACCELERATOR = frozenset(
    {"", "unknown", "unknown gpu", "gpu", "gpus", "none", "na", "n a", "null", "cpu only", "cpu"}
)

# Makers as paths, price lists and leaderboards write them -> developer_id.
DEVELOPERS = {
    "openai": "openai",
    "azure openai": "openai",
    "anthropic": "anthropic",
    "google": "google",
    "google deepmind": "google",
    "deepmind": "google",
    "google brain": "google",
    "google ai studio": "google",
    "meta": "meta",
    "meta ai": "meta",
    "meta llama": "meta",
    "facebook": "meta",
    "mistral": "mistral",
    "mistral ai": "mistral",
    "mistralai": "mistral",
    "alibaba": "alibaba",
    "alibaba cloud": "alibaba",
    "qwen": "alibaba",
    "deepseek": "deepseek",
    "deepseek ai": "deepseek",
    "xai": "xai",
    "x ai": "xai",
    "cohere": "cohere",
    "cohereforai": "cohere",
    "cohere for ai": "cohere",
    "amazon": "amazon",
    "microsoft": "microsoft",
    "nvidia": "nvidia",
    "ibm": "ibm",
    "ibm granite": "ibm",
    "zai": "zai",
    "z ai": "zai",
    "zai org": "zai",
    "zhipu": "zai",
    "zhipu ai": "zai",
    "thudm": "zai",
    "tsinghua": "zai",
    "moonshot": "moonshot",
    "moonshot ai": "moonshot",
    "moonshotai": "moonshot",
    "minimax": "minimax",
    "minimaxai": "minimax",
    "01 ai": "01-ai",
    "ai21": "ai21",
    "ai21 labs": "ai21",
    "databricks": "databricks",
    "alibaba nlp": "alibaba",
    "wan ai": "alibaba",
    "tongyi zhiwen": "alibaba",
    "meta models": "meta",
    "tencent hunyuan": "tencent",
    "efficient large model": "nvidia",
    "byteplus": "bytedance",
    "bytedance research": "bytedance",
    "xiaomimimo": "xiaomi",
    "meituan longcat": "meituan",
    "llava hf": "llava",
    "uw madison": "llava",
    "primeintellect": "primeintellect",
    "thedrummer 2": "thedrummer",
    "nousresearch 2": "nous",
    "hidream ai": "hidream-ai",
    "dphn": "cognitivecomputations",
    "lgai exaone": "lg",
    "coherelabs": "cohere",
    "moonshotai cn": "moonshot",
    "minimax cn": "minimax",
    "zhipuai": "zai",
    "baichuan": "baichuan",
    "baichuan inc": "baichuan",
    "zero one ai": "01-ai",
    "bigscience": "bigscience",
    "mosaicml": "mosaicml",
    "openlm research": "openlm",
    "internlm": "shanghai-ai-lab",
    "baidu": "baidu",
    "bytedance": "bytedance",
    "bytedance seed": "bytedance",
    "tencent": "tencent",
    "stepfun": "stepfun",
    "stepfun ai": "stepfun",
    "xiaomi": "xiaomi",
    "meituan": "meituan",
    "inclusionai": "inclusionai",
    "perplexity": "perplexity",
    "reka": "reka",
    "rekaai": "reka",
    "reka ai": "reka",
    "upstage": "upstage",
    "upstage ai": "upstage",
    "tii": "tii",
    "tiiuae": "tii",
    "lmsys": "lmsys",
    "allenai": "allenai",
    "ai2": "allenai",
    "nousresearch": "nous",
    "nous": "nous",
    "snowflake": "snowflake",
    "liquid": "liquid",
    "liquidai": "liquid",
    "inception": "inception",
    "inflection": "inflection",
    "writer": "writer",
    "arcee": "arcee",
    "arcee ai": "arcee",
    "deepcogito": "deepcogito",
    "prime intellect": "primeintellect",
    "thinkingmachines": "thinkingmachines",
    "essentialai": "essentialai",
    "poolside": "poolside",
    "swiss ai": "swiss-ai",
    "stabilityai": "stability",
    "stability": "stability",
    "eleutherai": "eleutherai",
    "huggingfaceh4": "huggingface",
    "huggingfacetb": "huggingface",
    "paddlepaddle": "baidu",
    "hugging face": "huggingface",
    "kwaipilot": "kwaipilot",
    "cognitive computations": "cognitivecomputations",
    "aion labs": "aion-labs",
    "thedrummer": "thedrummer",
    "sao10k": "sao10k",
    "deep cogito": "deepcogito",
    "black forest labs": "black-forest-labs",
}
# Hosts, clouds and people who upload others' weights unchanged or quantised, as they stand before a model's name.
# Anybody else's "someone/llama-3-8b-instruct" may be a fine-tune and stays unresolved.
_HOSTS = """
models|azure|azure ai|azure openai|vertex ai|google vertex ai|vertex|aws bedrock|bedrock|bedrock mantle
amazon bedrock|groq|ollama|oci|dashscope|chutes|chutesai|github copilot|github models|sambanova|cerebras|cerebras ai
lambda ai|lambda|togethercomputer|together ai|together|togetherai|tee|workers ai|cloudflare|fireworks ai|fireworks
ovhcloud|perplexity ai|gradient ai|libertai|sagemaker|llamagate|friendliai|friendli|volcengine|heroku|lemonade
novita|novita ai|featherless|featherless ai|cortecs|siliconflow|deepinfra|baseten|hyperbolic|nscale|nebius|watsonx
replicate|anyscale|lmstudio|lmstudio community|unsloth|thebloke|bartowski|mlx community|redhatai|neuralmagic
codellama|huggyllama|mistral community|darkbloom|aiml|fal ai|public|snapshots|routers|gemini|palm|vercel|kilo
nano gpt|parasail|openrouter|huggingface|hf|nousresearch|ggml org|cyankiwi|kaitchup|wandb|synthetic|inference
inference net|scaleway|stackit|berget|modelscope|io net|io intelligence|requesty|helicone|zenmux|aihubmix|302ai
qiniu ai|jiekou|abacus|venice|poe|vultr|evroc|vivgrid|clarifai|predibase|snowflake|gigachat|codestral
text completion codestral|ps|max steps|50 steps|global standard|replicateopenai|wizardlm|wizardlmteam|dreamgen
google t5|lm sys|huggingfacetb|opengvlab|gpustack|meta textgeneration|openai community|alibaba cn
alibaba coding plan|azure cognitive services|bailing|cloudferro sherlock|cf|dinference|drun|fastrouter|firmware
gitlab|google vertex anthropic|iflowcn|kuae cloud coding plan|llama|lucidquery|meganova|moark|ollama cloud|opencode
opencode go|perplexity agent|privatemode ai|qihang ai|sap ai core|submodel|v0|crusoe|gmi|tensormesh
vercel ai gateway|octoai|lepton ai|pinstripes|amazon nova|bedrock converse|kimi|pro|intel|quantfactory|mradermacher
mlc ai|ista daslab|hugging quants|cpatonn|quanttrio|casperhansen|amd|tensorblock|solidrust|turboderp|lonestriker
modelcloud|openvino|onnx community|xenova|nm testing|second state|meta llama|llava hf|llama cpp|cortex|inceptron
open llm leaderboard|replicate internal|publicai|command goat|deepbricks|lemonfox ai|saladcloud
lightning ai|celeris|kluster ai|klusterai|nineteen|targon|enfer|avian|ncompass|inoceros|atoma|infermatic ai|phala
redpill|gmicloud|cirrascale|nextbit|ubicloud|open inference|centml|modal|runpod|sfcompute|mnn ai|electronhub
llm gateway|llmgateway|edenai|aimlapi|portkey|litellm|litellm proxy|ionos|ovh|nim|nvidia nim|samba nova
dashscope intl|bailian|qianfan|modelark|ark|huoshan|siliconcloud|ppio|ppinfra|infini ai|gitee ai|giteeai|burncloud
dmxapi|ocoolai|tokenflux|lanyun|ph8|cephalon|iflow|vendor a|lora|vllm|sglang|tgi|triton|lmdeploy|xinference|mlx
llamacpp|llama.cpp|jan|gpt4all|localai|kobold|aws|gcp|google ai|azureml|azure ml|azure openai service
vertexai|cloudflare workers ai|hugging face hub
"""
HOSTS = frozenset(host.strip() for line in _HOSTS.strip().splitlines() for host in line.split("|"))
# Makers whose open weights others fine-tune under nearly the same name.
_FINE_TUNED_BY_OTHERS = """
meta alibaba mistral google microsoft deepseek openai zai 01-ai nvidia ibm tii lmsys stanford mosaicml eleutherai openlm
allenai upstage databricks bigscience stability baichuan shanghai-ai-lab
"""
FINE_TUNED_BY_OTHERS = frozenset(_FINE_TUNED_BY_OTHERS.split())
# Makers that serve others' models under their own names too: what they list is no fine-tune.
MAKERS_THAT_HOST = frozenset(
    {"google", "perplexity", "databricks", "tencent", "alibaba", "snowflake", "bytedance", "amazon"}
)
# Hosts that put their own name before the model's.
HOSTS_THAT_PREFIX = frozenset(
    {
        "hf",
        "huggingface llm",
        "huggingface text2text",
        "huggingface textgeneration",
        "meta textgeneration",
        "meta vlm",
        "groq",
        "cerebras",
        "vllm",
        "lmdeploy",
        "coding",
        "databricks",
        "parasail",
        "azure",
        "chutes",
        "fireworks",
        "deepinfra",
        "together",
    }
)

# Names of routers, price tiers and documentation rows: no model.
NO_MODEL = frozenset(
    {
        "auto", "auto-beta", "router", "model-router", "model_router", "free", "bodybuilder", "fusion", "sample_spec",
        "pareto-code", "human", "random", "n/a", "unknown", "azure-model-router", "openrouter",
    }
)  # fmt: skip

# Names whose meaning no rule gives -> the id meant; "?" and a reason where they mean no certain model.
MODEL_ALIASES = {
    # Google's first API name for Gemini 1.0 Pro (2023-12); 1.5 was never served under it.
    "gemini-pro": "google/gemini-1.0-pro",
    "gemini-pro-dev-api": "google/gemini-1.0-pro",
    "Gemini Pro (Dev API)": "google/gemini-1.0-pro",
    # A key that mixes two models: 3.7 Sonnet came out on 2025-02-19, 2024-06-20 is the date of 3.5 Sonnet.
    "anthropic.claude-3-7-sonnet-20240620-v1:0": "?no such snapshot: Claude 3.7 Sonnet of 2024-06-20",
    "o1-2025-12-17_low": "?no such snapshot: o1 is of 2024-12-17",
    # Tested on ARC-AGI in December 2024, before and unlike the o3 that was sold.
    "o3-preview": "?a model that was never sold",
    "o3-preview (Low)*": "?a model that was never sold",
    # Amazon's id of DeepSeek-V3.1; it writes V3.2 out.
    "deepseek.v3-v1:0": "deepseek/deepseek-v3.1",
    "cohere.rerank-v3-5:0": "cohere/rerank-v3.5",
    "lfm-2.2-6b": "liquid/lfm2-2.6b",
    "LLaMA-2-7B-32K": "?Together's fine-tune for long contexts",
    "Llama-2-7B-32K-Instruct": "?Together's fine-tune for long contexts",
    # Fireworks' ids: the third revision of Mistral 7B, and Cogito v2.1.
    "mistral-7b-instruct-v3": "mistral/mistral-7b-v0.3",
    "cogito-671b-v2-p1": "deepcogito/cogito-v2.1-671b",
    # Mistral's names of December 2023, as its release note of 2024-02-26 explains them.
    "mistral-small-2312": "mistral/mixtral-8x7b",
    "mistral-tiny-2312": "mistral/mistral-7b",
    # Poe's names for dated snapshots.
    "gpt-4o-aug": "openai/gpt-4o-2024-08-06",
    "claude-sonnet-3.5-june": "anthropic/claude-3.5-sonnet-20240620",
    "grok-code-fast": "xai/grok-code-fast-1",
    "nano-banana": "google/gemini-2.5-flash-image",
    "nano-banana-pro": "google/gemini-3-pro-image",
    "sagemaker/meta-textgeneration-llama-2-7b": "meta/llama-2-7b",
    "meta-textgeneration-llama-2-7b": "meta/llama-2-7b",
    "meta-textgeneration-llama-2-7b-f": "meta/llama-2-7b-chat",
    "meta-textgeneration-llama-2-13b": "meta/llama-2-13b",
    "meta-textgeneration-llama-2-13b-f": "meta/llama-2-13b-chat",
    "meta-textgeneration-llama-2-70b": "meta/llama-2-70b",
    "meta-textgeneration-llama-2-70b-b-f": "meta/llama-2-70b-chat",
    "kimi-for-coding": "?a subscription, not one model",
    "gpt-4-preview": "?one price list's pattern for the previews of GPT-4 Turbo",
}

# What a name means at one host only: (host, name) -> id.
PROVIDER_MODEL_ALIASES = {
    # Microsoft withdrew WizardLM-2; this upload is the copy that is left.
    ("alpindale", "WizardLM-2-8x22B"): "microsoft/wizardlm-2-8x22b",
    # OpenRouter's slugs beside these ids (2025-05 to 2026-08).
    ("openrouter", "deepseek-chat"): "deepseek/deepseek-v3",
    ("openrouter", "deepseek-coder"): "deepseek/deepseek-coder-v2",
    ("openrouter", "qwen3-coder"): "alibaba/qwen3-coder-480b-a35b",
    ("openrouter", "devstral-small"): "mistral/devstral-small-2507",
    ("openrouter", "devstral-medium"): "mistral/devstral-medium-2507",
    ("azure", "ada"): "openai/text-embedding-ada-002",  # an embedding model in its price list
    ("qwen", "qwen3-coder"): "alibaba/qwen3-coder-480b-a35b",
    ("openrouter", "mistral-small-3"): "mistral/mistral-small-3",
}

# One model under two version names -> the one we keep.
VERSION_ALIASES = {
    "meta/llama-30b": "meta/llama-33b",  # 32.5 B parameters: 33B in the paper, 30B in the release
    "meta/llama-3-405b": "meta/llama-3.1-405b",  # the only 405B
    "google/gemma-4-26b": "google/gemma-4-26b-a4b",
    "alibaba/qwen3-235b": "alibaba/qwen3-235b-a22b",
    "alibaba/qwen3-30b": "alibaba/qwen3-30b-a3b",
    "alibaba/qwen3-coder-480b": "alibaba/qwen3-coder-480b-a35b",
    "alibaba/qwen3-coder-30b": "alibaba/qwen3-coder-30b-a3b",
    "alibaba/qwen3-next-80b": "alibaba/qwen3-next-80b-a3b",
    "alibaba/qwen3-vl-235b": "alibaba/qwen3-vl-235b-a22b",
    "alibaba/qwen3-vl-30b": "alibaba/qwen3-vl-30b-a3b",
    "alibaba/qwen2-57b": "alibaba/qwen2-57b-a14b",
    "alibaba/qwen3.5-397b": "alibaba/qwen3.5-397b-a17b",
    "alibaba/qwen3.5-35b": "alibaba/qwen3.5-35b-a3b",
    "alibaba/qwen3.6-35b": "alibaba/qwen3.6-35b-a3b",
    "google/gemma-3n-2b": "google/gemma-3n-e2b",
    "google/gemma-3n-4b": "google/gemma-3n-e4b",
    "nvidia/nemotron-cascade-2-30b": "nvidia/nemotron-cascade-2-30b-a3b",
    "nvidia/nemotron-3-nano-30b": "nvidia/nemotron-3-nano-30b-a3b",
    "nvidia/nemotron-3-super-120b": "nvidia/nemotron-3-super-120b-a12b",
    "nvidia/nemotron-3-ultra-550b": "nvidia/nemotron-3-ultra-550b-a55b",
    "nvidia/nemotron-3-super": "nvidia/nemotron-3-super-120b-a12b",
    "nvidia/nemotron-3-ultra": "nvidia/nemotron-3-ultra-550b-a55b",
    "baidu/ernie-4.5-300b": "baidu/ernie-4.5-300b-a47b",
    "baidu/ernie-4.5-21b": "baidu/ernie-4.5-21b-a3b",
    "openai/gpt-4-o": "openai/gpt-4o",
    "google/palm-2-unicorn": "google/text-unicorn",
    "google/palm-2-bison": "google/text-bison",
}

# (version, snapshot as read) -> (version, snapshot) where the name of a snapshot hides another, or says it coarsely.
SNAPSHOT_ALIASES: dict[tuple[str, str], tuple[str, str | None]] = {
    ("openai/gpt-4", "1106"): ("openai/gpt-4-turbo", "1106"),  # both previews are of GPT-4 Turbo
    ("openai/gpt-4", "0125"): ("openai/gpt-4-turbo", "0125"),
    ("openai/chatgpt-4o", "0903"): ("openai/chatgpt-4o", "2024-09-03"),
    ("deepseek/deepseek-v3.2", "0925"): ("deepseek/deepseek-v3.2-exp", None),
    ("mistral/ministral-3b", "2512"): ("mistral/ministral-3-3b", "2512"),  # the Ministral 3 series
    ("mistral/ministral-8b", "2512"): ("mistral/ministral-3-8b", "2512"),
    ("openai/gpt-4o", "2024-05"): ("openai/gpt-4o", "2024-05-13"),
    ("openai/gpt-4o", "2024-08"): ("openai/gpt-4o", "2024-08-06"),
    ("openai/gpt-4o", "2024-11"): ("openai/gpt-4o", "2024-11-20"),
    ("anthropic/claude-3.5-sonnet", "2024-06"): ("anthropic/claude-3.5-sonnet", "20240620"),
    ("anthropic/claude-3.5-sonnet", "2024-10"): ("anthropic/claude-3.5-sonnet", "20241022"),
    ("google/gemini-2.5-flash", "09-25"): ("google/gemini-2.5-flash", "09-2025"),
    ("google/gemini-2.5-flash-lite", "09-25"): ("google/gemini-2.5-flash-lite", "09-2025"),
    ("google/gemini-2.5-flash", "2025-09"): ("google/gemini-2.5-flash", "09-2025"),
    ("google/gemini-2.5-flash-lite", "2025-09"): ("google/gemini-2.5-flash-lite", "09-2025"),
    ("google/gemini-1.5-pro", "2024-09"): ("google/gemini-1.5-pro", "002"),
    ("google/gemini-1.5-flash", "2024-09"): ("google/gemini-1.5-flash", "002"),
}
