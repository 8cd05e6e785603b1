"""Model lines of the large makers: how their names are written, and which words make a version or a family.

One row per line, continued where indented: developer | names | version | family | options.

- names: alternatives separated by commas. A word in brackets may be missing. `{n}` is a version number ("3.5", "3-5",
  "3p5"; a trailing ".0" is dropped), `{n0}` one that keeps ".0", `{size}` a parameter count ("70b", "8x7b",
  "235b-a22b"), `{t:pro|flash}` one of the words given. Case, hyphens, underscores and spaces never matter.
  `{x:instruct}` and `{c:32k}` are variants and context sizes that stand inside a name.
- version and family: the ids after `developer/`, made of what the name gave; `{major}` is the number before the dot.
  A version of "-" is a line only: its names tell no version, but a date may (DATED_LINES); "latest" makes a pointer.
  "version@snapshot" where the name itself tells a snapshot.
- options: `date=` how a snapshot is written in an id (iso 2024-08-06, compact 20240806, mmdd 0806, mm-dd 08-06,
  yymm 2408, mm-yyyy 08-2024); `size=` parameter counts that add nothing; `drop=` words that add nothing; `rev`: a
  revision v0.1, v0.2 is a snapshot; `budget`: a context-like figure ("32k") is a thinking budget; `plain`: a tier word
  (turbo, fast) is part of a name here, so one beside a name is not understood.

What follows the name must be understood word by word (see `model_tail`), so a fine-tune's extra word leaves it open.
Mini, nano, pro, lite, air, coder, VL, audio, codex, distill make versions; instruct, chat, preview, thinking do not.
"""

from transforms.identity.model_families_china import ALIBABA, DEEPSEEK, OTHERS_OF_CHINA, ZAI_MOONSHOT_MINIMAX

# fmt: off
_OPENAI = """
openai | gpt 3.5 turbo, gpt 35 turbo | gpt-3.5-turbo | gpt-3.5 | date=iso plain
openai | gpt 3.5 {d:0301|0613} | gpt-3.5-turbo@{d} | gpt-3.5 | plain
openai | gpt 3.5 | - | gpt-3.5 | plain
openai | chatgpt 4o, gpt 4o chatgpt | chatgpt-4o | gpt-4o | date=iso plain
openai | gpt {t:4o|4 o} mini {u:audio|realtime|search|transcribe|tts} | gpt-4o-mini-{u} | gpt-4o | date=iso plain
openai | gpt {t:4o|4 o} {u:audio|realtime|search|transcribe diarize|transcribe|image} | gpt-4o-{u} | gpt-4o |
    date=iso plain
openai | gpt {t:4o|4 o} mini | gpt-4o-mini | gpt-4o | date=iso plain
openai | gpt {t:4o|4 o|4 omni} | gpt-4o | gpt-4o | date=iso plain
openai | gpt 4 turbo vision, gpt 4 turbo with vision | gpt-4-vision | gpt-4 | date=iso plain
openai | gpt 4 turbo | gpt-4-turbo | gpt-4 | date=iso plain
openai | gpt 4 1106 vision | gpt-4-vision@1106 | gpt-4 | date=iso plain
openai | gpt 4 vision, gpt 4v | gpt-4-vision | gpt-4 | date=iso plain
openai | gpt 4 | gpt-4 | gpt-4 | date=iso plain
openai | gpt {n:4.1} {t:mini|nano}, gpt 41 {t:mini|nano} | gpt-4.1-{t} | gpt-4.1 | date=iso plain
openai | gpt 4.1, gpt 41 | gpt-4.1 | gpt-4.1 | date=iso plain drop=copilot
openai | gpt 4.5 | gpt-4.5 | gpt-4.5 | date=iso plain
openai | gpt {n:5.*|6.*} {t:codex max|codex mini|codex spark|codex|mini|nano|pro|image mini|image|search|
    instant|cyber|luna pro|sol pro|terra pro|luna|sol|terra} | gpt-{n}-{t} | gpt-{major} | date=iso plain
openai | gpt {n:5.*|6.*} | gpt-{n} | gpt-{major} | date=iso plain drop=chatgpt
openai | gpt 5.4 image 2 | gpt-5.4-image-2 | gpt-5 | date=iso plain
openai | o{n:1|3|4|5|6} {t:mini deep research|deep research|mini|pro} | o{n}-{t} | o{n} | date=iso plain
openai | o{n:1|3|4|5|6} | o{n} | o{n} | date=iso plain
openai | gpt oss safeguard {size} | gpt-oss-safeguard-{size} | gpt-oss | plain
openai | gpt oss {size} | gpt-oss-{size} | gpt-oss | drop=mxfp
openai | gpt {t:audio mini|audio|realtime mini|realtime} | gpt-{t} | gpt-{t} | date=iso plain
openai | gpt {t:audio|realtime} {n} mini | gpt-{t}-{n}-mini | gpt-{t} | date=iso plain
openai | gpt {t:audio|realtime} {n} | gpt-{t}-{n} | gpt-{t} | date=iso plain
openai | gpt image {n} mini | gpt-image-{n}-mini | gpt-image | date=iso plain
openai | gpt image {n} | gpt-image-{n} | gpt-image | date=iso plain drop=image drop=text
openai | chatgpt image | - | chatgpt-image |
openai | gpt transcribe | gpt-transcribe | gpt-transcribe | date=iso plain
openai | gpt realtime {t:translate|whisper} | gpt-realtime-{t} | gpt-realtime | date=iso plain
openai | openai {t:davinci|curie|babbage|ada} | {t} | gpt-3 | plain
openai | codex mini | codex-mini | codex-mini | date=iso plain
openai | computer use {x:preview}, computer use | computer-use | computer-use | date=iso plain
openai | text embedding 3 {t:small|large} | text-embedding-3-{t} | text-embedding | plain
openai | text embedding ada 002 | text-embedding-ada-002 | text-embedding | plain drop=v2
openai | text {t:davinci|curie|babbage|ada} {u:001|002|003} | text-{t}-{u} | gpt-3 | plain
openai | text davinci edit 001 | text-davinci-edit-001 | gpt-3 | plain
openai | code davinci edit 001 | code-davinci-edit-001 | gpt-3 | plain
openai | {t:davinci|babbage} 002 | {t}-002 | gpt-3 | plain
openai | code davinci 002 | code-davinci-002 | gpt-3 | plain
openai | code cushman {t:001|002} | code-cushman-{t} | gpt-3 | plain
openai | gpt 2 xl | gpt-2-xl | gpt-2 | size=1.5b plain
openai | gpt {n:2|3} {size} | gpt-{n}-{size} | gpt-{n} | plain drop=davinci
openai | gpt {n:2|3} | - | gpt-{n} | plain
openai | dall e {n} | dall-e-{n} | dall-e | plain
openai | whisper {t:tiny|base|small|medium|large} | whisper-{t} | whisper | plain
openai | whisper v{n:3} turbo | whisper-large-v{n}-turbo | whisper | plain
openai | whisper v{n:3} | whisper-large-v{n} | whisper | plain
openai | whisper large v{n} turbo | whisper-large-v{n}-turbo | whisper | plain
openai | whisper large v{n} | whisper-large-v{n} | whisper | plain
openai | whisper 1 | whisper-1 | whisper | plain
openai | tts 1 hd | tts-1-hd | tts-1 | plain
openai | tts 1 | tts-1 | tts-1 | plain
openai | sora {n} pro high res | sora-{n}-pro | sora | plain
openai | sora {n} pro | sora-{n}-pro | sora | plain
openai | sora {n} | sora-{n} | sora | plain
openai | omni moderation | omni-moderation | omni-moderation | date=iso plain
openai | text moderation | text-moderation | text-moderation | plain
openai | gpt {t:chat|mini} | - | gpt-{t} | plain
openai | gpt | - | gpt | plain
"""

_ANTHROPIC = """
anthropic | claude {v:3|3.5|3.7} {t:opus|sonnet|haiku}, claude {t:opus|sonnet|haiku} {v:3|3.5|3.7},
    claude v{v:3|3.5|3.7} {t:opus|sonnet|haiku} | claude-{v}-{t} | claude-{t} | date=compact budget drop=v1 drop=v2
anthropic | claude 3.5 v2 sonnet, claude 3.5 sonnet v2, claude v3.5 sonnet v2 |
    claude-3.5-sonnet@20241022 | claude-sonnet | date=compact
anthropic | claude 3.7 | claude-3.7-sonnet | claude-sonnet | date=compact budget
anthropic | claude {n} {t:opus|sonnet|haiku|fable|mythos}, claude {t:opus|sonnet|haiku|fable|mythos} {n} |
    claude-{t}-{n} | claude-{t} | date=compact budget drop=v1 drop=v2
anthropic | claude opus 41 | claude-opus-4.1 | claude-opus | date=compact budget
anthropic | claude mythos | claude-mythos | claude-mythos | plain
anthropic | claude {t:opus|sonnet|haiku|fable} | - | claude-{t} | date=compact
anthropic | claude instant {n}, claude instant v{n} | claude-instant-{n} | claude-instant | plain
anthropic | claude instant | - | claude-instant | plain
anthropic | claude 2 1, claude v2 1, claude v2.1, claude 2.1 | claude-2.1 | claude | plain
anthropic | claude 2, claude v2, claude v2 0, claude 2.0 | claude-2 | claude | plain
anthropic | claude {n:1|1.1|1.2|1.3}, claude v{n:1|1.1|1.2|1.3} | claude-{n} | claude | plain
"""

_GOOGLE = """
google | gemini {v:1.0|1.5|2.0|2.5} {t:pro|flash lite|flash 8b|flash|ultra|nano} {u:image generation|image|
    vision|live native audio|live|tts|native audio|customtools|computer use}, gemini {u:live} {v:2.5} {t:flash}
    | gemini-{v}-{t}-{u} | gemini-{t} | date=mm-dd budget plain
google | gemini {v:1.0|1.5|2.0|2.5} {t:pro|flash lite|flash 8b|flash|ultra|nano}, gemini {t:pro|flash|ultra}
    {v:1.0|1.5} | gemini-{v}-{t} | gemini-{t} | date=mm-dd budget plain drop=api
google | gemini {n:3.*|4.*} {t:pro|flash lite|flash|ultra|nano} {u:image|live|tts|customtools|computer use} |
    gemini-{n}-{t}-{u} | gemini-{t} | date=mm-dd budget plain
google | gemini {n:3.*|4.*} {t:pro|flash lite|flash|ultra|nano} {x:preview} {u:image|live|tts|customtools} |
    gemini-{n}-{t}-{u} | gemini-{t} | date=mm-dd plain
google | gemini {n:3.*|4.*} {t:pro|flash lite|flash|ultra|nano} | gemini-{n}-{t} | gemini-{t} | date=mm-dd
    budget plain
google | gemini {v:2.0|2.5} {t:flash lite|flash|pro} {x:preview|exp|experimental} {u:image generation|image|tts|
    customtools|native audio|live} | gemini-{v}-{t}-{u} | gemini-{t} | date=mm-dd plain
google | gemini live {v:2.5} {t:flash} {x:preview} native audio, gemini live {v:2.5} {t:flash} native audio |
    gemini-{v}-{t}-native-audio | gemini-{t} | date=mm-dd plain
google | gemini omni flash | gemini-omni-flash | gemini-omni | date=mm-dd plain
google | deep research pro | deep-research-pro | deep-research | date=mm-dd plain
google | gemini flash 1.5 8b, gemini flash 8b 1.5 | gemini-1.5-flash-8b | gemini-flash-8b | date=mm-dd plain
google | gemini 2.5 computer use | gemini-2.5-computer-use | gemini-computer-use | date=mm-dd plain
google | gemini robotics er {n} | gemini-robotics-er-{n} | gemini-robotics-er | date=mm-dd plain
google | gemini embedding exp 03 07 | gemini-embedding-exp-03-07 | gemini-embedding | plain
google | gemini embedding {n} | gemini-embedding-{n} | gemini-embedding | plain
google | gemini embedding 001 | gemini-embedding-001 | gemini-embedding | plain
google | gemini exp {d:1114|1121|1206} | gemini-exp-{d} | gemini-exp | plain
google | gemini pro vision, gemini 1.0 pro vision | gemini-1.0-pro-vision | gemini-pro | date=mm-dd plain
google | gemini {t:flash lite|flash|pro} | - | gemini-{t} | plain
google | learnlm {n} pro, learnlm {n} | learnlm-{n} | learnlm | plain
google | codegemma 1.1 {size} | codegemma-1.1-{size} | codegemma | plain
google | {t:codegemma|recurrentgemma|paligemma|shieldgemma|medgemma|embeddinggemma|txgemma|vaultgemma} {size} |
    {t}-{size} | {t} | plain drop=224 drop=448 drop=896 drop=mix drop=text
google | {t:codegemma|recurrentgemma|paligemma|shieldgemma|medgemma} {n} {size} | {t}-{n}-{size} | {t} | plain
google | gemma 3n {size} | gemma-3n-{size} | gemma-3 | plain
google | gemma {n} | - | gemma-{major} |
google | gemma {n} {size}, gemma {n} {x:instruct} {size}, gemini gemma {n} {size} |
    gemma-{n}-{size} | gemma-{major} |
google | gemma {size}, gemma 1 {size} | gemma-{size} | gemma-1 |
google | palm 2 {t:l|m|s|unicorn|bison} | palm-2-{t} | palm-2 | plain
google | palm 2 | - | palm-2 | plain
google | palm {size} | palm-{size} | palm | plain
google | palm 2 {t:chat bison|codechat bison}, {t:chat bison|codechat bison|text bison|code bison|code gecko|
    text unicorn}, palm {t:chat bison} | {t} | palm-2 | plain drop=safety drop=recitation drop=off
google | {t:text|code} bison32k | {t}-bison | palm-2 | plain
google | flan t5 {t:small|base|large|xl|xxl} | flan-t5-{t} | flan-t5 | size=3b size=11b plain
google | flan t5 11b | flan-t5-xxl | flan-t5 | plain
google | flan t5 3b | flan-t5-xl | flan-t5 | plain
google | ul2 {size:20b} | ul2-{size} | ul2 | plain
google | minerva {size} | minerva-{size} | minerva | plain
google | gopher {size:280b} | gopher-280b | gopher | plain
google | chinchilla {size:70b} | chinchilla-70b | chinchilla | plain
google | t5 {size} | t5-{size} | t5 | plain
google | medlm {t:medium|large} | medlm-{t} | medlm | plain
google | imagen {n0} {t:fast generate|ultra generate|generate|capability} | imagen-{n0}-{t} | imagen |
    date=mm-dd plain
google | imagen {n0} {t:fast|ultra} | imagen-{n0}-{t}-generate | imagen | date=mm-dd plain
google | imagen {n0} | imagen-{n0}-generate | imagen | date=mm-dd plain
google | veo {n0} {t:fast|lite} | veo-{n0}-{t}-generate | veo | plain
google | veo {n0} | veo-{n0}-generate | veo | plain
google | veo {n0} {t:fast generate|lite generate|generate} | veo-{n0}-{t} | veo | plain
google | text embedding {t:004|005} | text-embedding-{t} | google-text-embedding | plain
google | text multilingual embedding 002 | text-multilingual-embedding-002 | google-text-embedding | plain
google | text multilingual embedding | text-multilingual-embedding | google-text-embedding | plain
google | multimodalembedding | multimodalembedding | google-multimodal-embedding | plain
google | textembedding gecko multilingual | textembedding-gecko-multilingual | google-text-embedding | plain
google | textembedding gecko | textembedding-gecko | google-text-embedding | plain
google | lyria {n} {t:clip|pro} | lyria-{n}-{t} | lyria | plain
"""

_META = """
meta | llama 1 {size:7b|13b|30b|33b|65b} | llama-{size} | llama-1 | drop=hf
meta | llama {size:7b|13b|30b|33b|65b}, llama1 {size:7b|13b|30b|33b|65b} | llama-{size} | llama-1 | drop=hf
meta | [meta] llama {v:2} {size:7b|13b|34b|70b}, [meta] llama v{v:2} {size:7b|13b|70b}, [meta] llama {v:2}
    {x:chat} {size:7b|13b|70b} | llama-{v}-{size} | llama-{major} | date=iso drop=v1
meta | [meta] llama {v:3|3.1|3.2|3.3} {size:1b|3b|8b|11b|70b|90b|405b}, [meta] llama v{v:3|3.1|3.2|3.3}
    {size:1b|3b|8b|11b|70b|90b|405b}, [meta] llama {v:3|3.1|3.2|3.3} {x:instruct|vision|vision instruct}
    {size:1b|3b|8b|11b|70b|90b|405b} | llama-{v}-{size} | llama-{major} | drop=vision drop=text drop=long
    drop=edge drop=dyn drop=pre drop=trtllm date=iso
meta | [meta] llama {n:5.*|6.*} {t:maverick|scout|behemoth} | llama-{n}-{t} | llama-{major} | date=mm-dd
meta | [meta] llama {n:5.*|6.*} {size} | llama-{n}-{size} | llama-{major} | drop=vision
meta | [meta] llama 4 {t:maverick|scout|behemoth} | llama-4-{t} | llama-4 | size=17b size=128e size=16e size=400b
    size=109b date=mm-dd drop=instruct
meta | [meta] llama {v:2|3|3.1|3.2|3.3|4} | - | llama-{major} |
meta | [meta] llama guard {size:7b}, llamaguard {size:7b} | llama-guard-7b | llama-guard |
meta | [meta] llama guard 4 | llama-guard-4-12b | llama-guard |
meta | [meta] llama guard {n} {size} | llama-guard-{n}-{size} | llama-guard | drop=vision
meta | code llama {size}, codellama {size} | codellama-{size} | codellama |
meta | code llama {size} python, codellama {size} python | codellama-{size}-python | codellama |
meta | opt iml {size} | opt-iml-{size} | opt | plain
meta | chameleon {size:7b|30b|34b} | chameleon-{size} | chameleon | plain
meta | llama prompt guard {n} {size} | llama-prompt-guard-{n}-{size} | llama-prompt-guard |
meta | incoder {size} | incoder-{size} | incoder | plain
meta | m2m100 {size} | m2m100-{size} | m2m100 | plain
meta | llama3 swe rl {size} | llama3-swe-rl-{size} | llama3-swe-rl |
meta | opt {size} | opt-{size} | opt | plain
meta | galactica {size} | galactica-{size} | galactica | plain
meta | muse spark | - | muse-spark | plain
meta | muse spark {n} | muse-spark-{n} | muse-spark | plain
meta | muse glimmer {size} | muse-glimmer-{size} | muse-glimmer |
"""

_MISTRAL = """
mistral | mistral large {n} | mistral-large-{n} | mistral-large | date=yymm size=123b size=675b
mistral | mistral large | - | mistral-large | date=yymm size=123b drop=001
mistral | mistral large2 | mistral-large-2 | mistral-large | date=yymm
mistral | mistral medium {n} | mistral-medium-{n} | mistral-medium | date=yymm drop=001 size=128b
mistral | mistral medium | - | mistral-medium | date=yymm
mistral | mistral small creative | mistral-small-creative | mistral-small | date=yymm
mistral | mistral small {n} {size:24b|22b|119b}, mistral small {n} | mistral-small-{n} | mistral-small |
    date=yymm size=24b
mistral | mistral small {size:24b}, mistral small | - | mistral-small | date=yymm drop=001
mistral | mistral tiny | mistral-tiny | mistral-tiny | date=yymm
mistral | mistral next | mistral-next | mistral-next |
mistral | mistral saba {size:24b}, mistral saba | mistral-saba | mistral-saba | date=yymm
mistral | [open] mistral nemo {size:12b}, [open] mistral nemo | mistral-nemo | mistral-nemo | date=yymm size=12b
mistral | [open] mistral {size:7b} | mistral-{size} | mistral-7b | rev
mistral | mistral {x:instruct} {v:v0.1|v0.2|v0.3} {size:7b}, mistral {v:v0.1|v0.2|v0.3} {size:7b} |
    mistral-{size}@{v} | mistral-7b |
mistral | [open] mixtral {size:8x7b|8x22b} | mixtral-{size} | mixtral | rev
mistral | codestral mamba {size:7b}, [open] codestral mamba, mamba codestral {size:7b} | codestral-mamba |
    codestral | rev
mistral | codestral embed | codestral-embed | codestral-embed | date=yymm
mistral | codestral {n:2} | codestral-{n} | codestral | drop=001
mistral | codestral {size:22b}, codestral | codestral | codestral | date=yymm rev
mistral | mathstral {size:7b}, mathstral | mathstral-7b | mathstral | rev
mistral | ministral 3 {size:3b|8b|14b}, ministral {size:14b} | ministral-3-{size} | ministral | date=yymm
mistral | ministral {size:3b|8b} | ministral-{size} | ministral | date=yymm
mistral | pixtral {size:12b} | pixtral-{size} | pixtral | date=yymm
mistral | pixtral large, mistral large pixtral | pixtral-large | pixtral | date=yymm
mistral | voxtral small {size:24b} | voxtral-small-{size} | voxtral | date=yymm
mistral | voxtral {t:mini|small} | voxtral-{t} | voxtral | date=yymm
mistral | voxtral mini {size:3b} | voxtral-mini-{size} | voxtral | date=yymm
mistral | devstral small {n} {size:24b}, devstral small {n} | devstral-small-{n} | devstral-small | date=yymm size=24b
mistral | devstral small, labs devstral small | - | devstral-small | date=yymm size=24b
mistral | devstral {n:2} {size:123b}, devstral {n:2} | devstral-{n} | devstral | date=yymm size=123b
mistral | devstral | - | devstral | date=yymm
mistral | devstral medium | devstral-medium | devstral-medium | date=yymm
mistral | magistral {t:small|medium} {n} | magistral-{t}-{n} | magistral-{t} | date=yymm
mistral | magistral {t:small|medium} | - | magistral-{t} | date=yymm
mistral | mistral document ai | mistral-document-ai | mistral-document-ai | date=yymm
mistral | mistral moderation | mistral-moderation | mistral-moderation | date=yymm
mistral | voxtral mini transcribe | voxtral-mini-transcribe | voxtral | date=yymm
mistral | mistral embed | mistral-embed | mistral-embed | date=yymm
mistral | mistral ocr {n} | mistral-ocr-{n} | mistral-ocr | date=yymm
mistral | mistral ocr | mistral-ocr | mistral-ocr | date=yymm
"""

_XAI = """
xai | grok {n:3} {x:fast} | grok-{n} | grok | date=mmdd
xai | grok {n} {t:fast} | grok-{n}-{t} | grok | date=mmdd plain
xai | grok {n:2|3} mini | grok-{n}-mini | grok-mini | date=mmdd
xai | grok {n:2} vision | grok-{n}-vision | grok-vision | date=mmdd
xai | grok {n} multi agent | grok-{n}-multi-agent | grok | date=mmdd
xai | grok {n} heavy | grok-{n}-heavy | grok | date=mmdd
xai | grok 4 20 multi agent | grok-4.20-multi-agent | grok | date=mmdd
xai | grok 4.20 0309 v2 | grok-4.20@0309-v2 | grok | date=mmdd
xai | grok 4 20 | grok-4.20 | grok | date=mmdd
xai | grok {n} v2 | grok-{n}-v2 | grok | date=mmdd
xai | grok {n} | grok-{n} | grok | date=mmdd
xai | grok {n:2} image | grok-{n}-image | grok-image | date=mmdd
xai | grok imagine {t:image pro|image|video} | grok-imagine-{t} | grok-imagine | date=mmdd
xai | grok code fast {n} | grok-code-fast-{n} | grok-code-fast | date=mmdd plain
xai | grok vision beta | grok-vision-beta | grok-vision | plain
xai | grok beta | grok-beta | grok | plain
xai | grok build {n} | grok-build-{n} | grok-build | plain
xai | grok | - | grok | plain
"""

_COHERE = """
cohere | [c4ai] command r7b arabic | command-r7b-arabic | command-r | date=mm-yyyy
cohere | [c4ai] command r7b | command-r7b | command-r | date=mm-yyyy
cohere | [c4ai] command r plus | command-r-plus | command-r-plus | date=mm-yyyy drop=v1 size=104b
cohere | [c4ai] command r | command-r | command-r | date=mm-yyyy drop=v1 drop=v01 size=35b
cohere | [c4ai] command a {t:reasoning|vision|translate|plus} | command-a-{t} | command-a | date=mm-yyyy
cohere | [c4ai] command a | command-a | command-a | date=mm-yyyy size=111b
cohere | [c4ai] aya expanse {size} | aya-expanse-{size} | aya |
cohere | [c4ai] aya vision {size} | aya-vision-{size} | aya |
cohere | tiny aya {t:global|earth|fire|water} | tiny-aya-{t} | aya |
cohere | aya 101 | aya-101 | aya |
cohere | [c4ai] aya 23 {size} | aya-23-{size} | aya |
cohere | cohere {t:xlarge|large|medium|small} v{d:20220609|20220720|20221108} | {t}@{d} | command | plain
    size=52.4b size=13.1b size=6.1b size=410m
cohere | command light | command-light | command-light | drop=text drop=v14
cohere | command text v14 | command | command |
cohere | command nightly | command-nightly | command | plain
cohere | command | command | command | plain
cohere | embed {t:english light|multilingual light|english|multilingual} v{n0} | embed-{t}-v{n0} | embed | plain
cohere | embed v{n0} {t:english|multilingual} | embed-{t}-v{n0} | embed | plain
cohere | embed v{n0}, embed v 4 0 | embed-v4.0 | embed | plain
cohere | rerank {t:english|multilingual} v{n0}, rerank v{n0} {t:english|multilingual} | rerank-{t}-v{n0} |
    rerank | plain
cohere | rerank v{n0} {t:fast|pro} | rerank-v{n0}-{t} | rerank | plain
cohere | rerank v{n0} | rerank-v{n0} | rerank | plain
cohere | north mini code | north-mini-code | north |
"""

_AMAZON = """
amazon | nova {n:2.*|3.*} {t:micro|lite|pro|premier|omni|sonic} | nova-{n}-{t} | nova-{t} | date=compact plain drop=v1
amazon | nova {t:micro|lite|pro|premier} 1.0, nova {t:micro|lite|pro|premier} v1.0, nova {t:micro|lite|pro|
    premier|canvas|reel|sonic} | nova-{t} | nova-{t} | plain drop=v1 drop=0
amazon | nova 2 multimodal embeddings | nova-2-multimodal-embeddings | nova-embeddings | plain drop=v1
amazon | titan text {t:lite|express|premier}, titan text g1 {t:lite|express|premier} | titan-text-{t} |
    titan-text | plain drop=v1
amazon | titan embed text v2, titan text embeddings v2, titan embed text v2 0 | titan-embed-text-v2 |
    titan-embed | plain
amazon | titan embed text v1, titan embed text | titan-embed-text-v1 | titan-embed | plain
amazon | titan embed image | titan-embed-image-v1 | titan-embed | plain drop=v1
amazon | amazon rerank 1.0, amazon rerank | rerank-1.0 | rerank | plain drop=v1 drop=0
amazon | titan image generator v{n} | titan-image-generator-v{n} | titan-image | plain
"""

_MICROSOFT_NVIDIA_IBM = """
microsoft | phi 3 {t:mini|small|medium|vision} | phi-3-{t} | phi-3 | size=3.8b size=7b size=7.4b size=14b
microsoft | phi 3 7b | phi-3-small | phi-3 |
microsoft | phi 3 14b | phi-3-medium | phi-3 |
microsoft | phi 3 3.8b | phi-3-mini | phi-3 |
microsoft | phi 3.5 3.8b | phi-3.5-mini | phi-3 |
microsoft | phi 3.5 {t:mini|moe|vision} | phi-3.5-{t} | phi-3 | size=3.8b size=4.2b
microsoft | phi 4 {t:mini reasoning|mini flash reasoning|mini|multimodal|reasoning plus|reasoning vision|
    reasoning} | phi-4-{t} | phi-4 | size=14b size=3.8b size=15b
microsoft | phi 4 | phi-4 | phi-4 | size=14b
microsoft | phi {n:5.*} {t:mini|multimodal|reasoning|vision} | phi-{n}-{t} | phi-{major} |
microsoft | phi {n:5.*} | phi-{n} | phi-{major} |
microsoft | phi {n:1|1.5|2} | phi-{n} | phi-{major} | size=2.7b size=1.3b size=3b
microsoft | wizardlm 2 {size} | wizardlm-2-{size} | wizardlm |
microsoft | mai ds r1 | mai-ds-r1 | mai-ds-r1 |
microsoft | mai 1 | mai-1 | mai |
microsoft | mai image {n} flash | mai-image-{n}-flash | mai-image | plain
microsoft | mai image {n} | mai-image-{n} | mai-image | plain
microsoft | mai image 2e | mai-image-2e | mai-image | plain
microsoft | fara {size} | fara-{size} | fara |
microsoft | fara {n} {size} | fara{n}-{size} | fara |
microsoft | frogboss {size} | frogboss-{size} | frogboss | date=yymm
microsoft | frogmini {size} | frogmini-{size} | frogmini | date=yymm
microsoft | tnlgv2 {size}, tnlg v2 {size} | tnlgv2-{size} | tnlg | plain
microsoft | megatron turing nlg {size}, megatron nlg {size} | megatron-turing-nlg-{size} | megatron-turing-nlg | plain
microsoft | wavecoder ultra {size} | wavecoder-ultra-{size} | wavecoder |
microsoft | mai code 1 flash | mai-code-1-flash | mai-code | plain
microsoft | orca 2 {size} | orca-2-{size} | orca |
microsoft | wizardlm {size} v{n0} | wizardlm-{size}-v{n0} | wizardlm |
microsoft | wizardlm {size} | wizardlm-{size} | wizardlm |
microsoft | wizardcoder python {size} | wizardcoder-python-{size} | wizardcoder | rev
microsoft | wizardcoder {size} | wizardcoder-{size} | wizardcoder | rev
nvidia | llama {n:3.1|3.3} nemotron {t:nano|super|ultra} {size} v{r}, llama {n:3.3} nemotron {size:49b}
    {t:super} v{r} | llama-{n}-nemotron-{t}-{size}-v{r} | nemotron-{t} |
nvidia | llama {n:3.1} nemotron {t:nano} vl {size} v{r} | llama-{n}-nemotron-{t}-vl-{size}-v{r} | nemotron-{t} |
nvidia | llama {n:3.1} nemotron {size:51b|70b}, llama v{n:3.1} nemotron {size:70b}, llama {n:3.1} nemotron
    {x:instruct} {size:51b|70b} | llama-{n}-nemotron-{size} | nemotron |
nvidia | llama nemotron {t:super} {size:49b} v{r} | llama-3.3-nemotron-{t}-{size}-v{r} | nemotron-{t} |
nvidia | llama nemotron {t:ultra} {size:253b} v{r} | llama-3.1-nemotron-{t}-{size}-v{r} | nemotron-{t} |
nvidia | nemotron {size:70b} | llama-3.1-nemotron-70b | nemotron |
nvidia | nemotron cascade {n} {size} | nemotron-cascade-{n}-{size} | nemotron-cascade |
nvidia | nemotron cascade {size} | nemotron-cascade-{size} | nemotron-cascade |
nvidia | openreasoning nemotron {size} | openreasoning-nemotron-{size} | nemotron |
nvidia | nvlm d {size} | nvlm-d-{size} | nvlm |
nvidia | audio flamingo {n} | audio-flamingo-{n} | audio-flamingo |
nvidia | cosmos {n} {t:nano|super|edge|ultra} | cosmos{n}-{t} | cosmos |
nvidia | sana {n} {size} | sana-{n}-{size} | sana | drop=diffusers drop=1024px
nvidia | nemoretriever ocr v{n} | nemoretriever-ocr-v{n} | nemoretriever-ocr | plain
nvidia | {t:parakeet tdt|parakeet ctc|parakeet rnnt|canary} {size} | {t}-{size} | {t} | rev
nvidia | [nvidia] nemotron {n:4} {t:nano|super|ultra} {size} | nemotron-{n}-{t}-{size} | nemotron-{t} |
nvidia | nemotron 4 {size:15b|340b} | nemotron-4-{size} | nemotron |
nvidia | [nvidia] nemotron nano {size} v{r} vl, [nvidia] nemotron nano {size} {r} vl, [nvidia] nemotron nano
    v{r} {size} vl | nemotron-nano-{size}-v{r}-vl | nemotron-nano |
nvidia | [nvidia] nemotron nano {size} v{r}, [nvidia] nemotron nano v{r} {size} | nemotron-nano-{size}-v{r} |
    nemotron-nano |
nvidia | [nvidia] nemotron 3 nano omni {size} | nemotron-3-nano-omni-{size} | nemotron-nano |
nvidia | [nvidia] nemotron 3 {t:nano|super|ultra} {size}, nemotron {t:nano|super|ultra} 3 {size} |
    nemotron-3-{t}-{size} | nemotron-{t} |
nvidia | [nvidia] nemotron 3 {t:nano|super|ultra} | nemotron-3-{t} | nemotron-{t} |
nvidia | [nvidia] nemotron 3 120b a12b, nemotron 120b a12b | nemotron-3-super-120b-a12b | nemotron-super |
nvidia | [nvidia] nemotron 3.5 {t:lightning|content safety} | nemotron-3.5-{t} | nemotron | plain
nvidia | nv embed v{n} | nv-embed-v{n} | nv-embed | plain
nvidia | nemotron mini {size} | nemotron-mini-{size} | nemotron |
nvidia | mistral nemo minitron {size} | mistral-nemo-minitron-{size} | minitron |
nvidia | minitron {size} | minitron-{size} | minitron |
nvidia | nv embedqa e5 v5 | nv-embedqa-e5-v5 | nv-embed | plain
ibm | granite {n0} h {t:350m|1b|micro|tiny|small} | granite-{n0}-h-{t} | granite | plain size=3b size=7b size=32b
ibm | granite {n0} {t:micro} | granite-{n0}-{t} | granite | plain size=3b
ibm | granite {n0} {t:micro|dense|moe} {size} | granite-{n0}-{size} | granite | plain
ibm | granite ttm {t:512|1024|1536} 96 r2 | granite-ttm-{t}-96-r2 | granite-ttm | plain
ibm | granite speech {n0} {size} | granite-speech-{n0}-{size} | granite-speech | plain
ibm | granite {size:20b} functioncalling | granite-20b-functioncalling | granite | plain
ibm | granite {n0} {size} | granite-{n0}-{size} | granite | plain
ibm | granite {size:7b|13b} {x:chat|instruct|lab} v2, granite {size:7b|13b} v2 | granite-{size}-v2 | granite | plain
ibm | granite {t:vision|guardian} {n0} {size} | granite-{t}-{n0}-{size} | granite-{t} | plain
ibm | granite {size:3b|8b|20b|34b} code | granite-{size}-code | granite-code |
"""

# fmt: on

LARGE_MAKERS = (
    _OPENAI,
    _ANTHROPIC,
    _GOOGLE,
    _META,
    _MISTRAL,
    ALIBABA,
    DEEPSEEK,
    _XAI,
    _COHERE,
    _AMAZON,
    _MICROSOFT_NVIDIA_IBM,
    ZAI_MOONSHOT_MINIMAX,
    OTHERS_OF_CHINA,
)

# Lines whose releases are told apart by date: which version each date is, as the maker numbers its releases (the names
# OpenRouter listed on 2026-08-18 agree where it has them). A date not listed leaves the version open.
DATED_LINES = {
    "mistral/mistral-large": {"2402": "1", "2407": "2", "2411": "2.1", "2512": "3"},
    "mistral/mistral-medium": {"2312": "1", "2505": "3", "2508": "3.1"},
    "mistral/mistral-small": {"2402": "1", "2409": "2", "2501": "3", "2503": "3.1", "2506": "3.2", "2603": "4"},
    "mistral/magistral-medium": {"2506": "1", "2507": "1.1", "2509": "1.2"},
    "mistral/magistral-small": {"2506": "1", "2507": "1.1", "2509": "1.2"},
    "mistral/devstral-small": {"2505": "1", "2507": "1.1", "2512": "2"},
    "mistral/devstral": {"2512": "2"},
}
