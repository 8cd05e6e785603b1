"""Model lines of the makers in China. Same columns as in `model_families`."""

# fmt: off
ALIBABA = """
alibaba | qwen 1 8b, qwen 1.8b | qwen-1.8b | qwen1 |
alibaba | qwen {n:1.5|2|2.5|3|3.5|3.6|3.7|3.8|3.9|4.*} {t:coder|vl|omni|math|audio|embedding|reranker|vl
    embedding|guard|asr|captioner} {size}, qwen v{n:2.5} {t:coder} {size} | qwen{n}-{t}-{size} | qwen{major} |
    date=yymm
alibaba | qwen {n} {t:coder|vl|math} {x:instruct} {size} | qwen{n}-{t}-{size} | qwen{major} | date=yymm
alibaba | qwen {n:2|2.5|3}vl {size} | qwen{n}-vl-{size} | qwen{major} | date=yymm
alibaba | qwen 3guard {t:gen|stream} {size} | qwen3guard-{t}-{size} | qwen3 |
alibaba | qwen {n} next {size} | qwen{n}-next-{size} | qwen{major} | date=yymm
alibaba | qwen {n} coder next | qwen{n}-coder-next | qwen{major} | date=iso
alibaba | qwen {n:1.5|2|2.5|3|3.5|3.6|3.7|3.8|3.9|4.*} {size}, qwen v{n:2.5} {size}, qwen {n:1.5|2|2.5|3}
    {x:instruct|chat} {size} | qwen{n}-{size} | qwen{major} | date=yymm
alibaba | qwen {n} {t:max|plus|turbo|flash|omni plus|omni flash|omni turbo|vl plus|vl max|vl flash|coder plus|
    coder flash|asr flash|livetranslate flash realtime|livetranslate flash|omni flash realtime|mt plus|mt flash} |
    qwen{n}-{t} | qwen-{t} | date=iso plain
alibaba | qwen {n} {t:coder|vl|omni}, qwen {n} | - | qwen{major} |
alibaba | codeqwen 1.5 {size}, code qwen 1.5 {size}, codeqwen {size} {x:chat} v1.5, codeqwen {size} v1.5 |
    codeqwen1.5-{size} | codeqwen |
alibaba | qwen {t:max|plus|turbo|flash|long|vl max|vl plus|vl ocr|mt plus|mt turbo|mt flash|math plus|math
    turbo|coder plus|coder turbo|omni turbo realtime|omni turbo|doc turbo|deep research|plus character} | qwen-{t} |
    qwen-{t} | date=iso plain
alibaba | qwenlong l1 {size} | qwenlong-l1-{size} | qwenlong |
alibaba | qwen audio turbo | qwen-audio-turbo | qwen-audio-turbo | date=iso plain
alibaba | qwen audio | qwen-audio | qwen-audio | drop=v1
alibaba | qwen 1.5 moe a2.7b | qwen1.5-moe-a2.7b | qwen1 |
alibaba | qwen vl | qwen-vl | qwen-vl | size=9.6b drop=v1
alibaba | qwen {size}, qwen chat {size} | qwen-{size} | qwen1 |
alibaba | qwq {size:32b} | qwq-{size} | qwq | budget
alibaba | qwq plus | qwq-plus | qwq | date=iso plain
alibaba | qvq {size:72b} | qvq-{size} | qvq |
alibaba | qvq {t:max|plus} | qvq-{t} | qvq | date=iso plain
alibaba | tongyi deepresearch {size} | tongyi-deepresearch-{size} | tongyi-deepresearch |
alibaba | wan {n} {t:t2v|i2v|r2v|ti2v|s2v|animate|videoedit} {size} | wan{n}-{t}-{size} | wan | drop=diffusers
alibaba | wan {n} {t:t2v plus|t2v turbo|t2v flash|t2v|i2v plus|i2v turbo|i2v flash|i2v|r2v|videoedit|image pro|image} |
    wan{n}-{t} | wan | plain
alibaba | fun asr | fun-asr | fun-asr | date=iso plain
alibaba | text embedding v{n} | text-embedding-v{n} | alibaba-text-embedding | plain
alibaba | qwen image {n0} pro | qwen-image-{n0}-pro | qwen-image | plain
alibaba | qwen image {t:plus|max} | qwen-image-{t} | qwen-image | plain
alibaba | qwen image edit | qwen-image-edit | qwen-image | plain
alibaba | qwen image {n0} | qwen-image-{n0} | qwen-image | plain
alibaba | qwen image | qwen-image | qwen-image | plain
"""

DEEPSEEK = """
deepseek | deepseek v{n} {t:terminus|exp|experimental|speciale|lite|flash|pro}, deepseek chat v{n} {t:terminus|
    exp|lite} | deepseek-v{n}-{t} | deepseek-v{major} | date=mmdd
deepseek | deepseek v{n}, deepseek chat v{n}, deepseek llm v{n}, deepseek reasoner v{n} | deepseek-v{n} |
    deepseek-v{major} | date=mmdd size=671b size=685b size=236b drop=prev drop=api drop=moe
deepseek | deepseek r1 distill {t:llama|qwen} {size}, deepseek r1 distilled {t:llama|qwen} {size}, r1 distill
    {t:llama|qwen} {size} | deepseek-r1-distill-{t}-{size} | deepseek-r1 |
deepseek | deepseek r1 0528 distill qwen3 {size}, deepseek r1 0528 qwen3 {size} | deepseek-r1-0528-qwen3-{size}
    | deepseek-r1 |
deepseek | deepseek {t:chat|reasoner} latest, deepseek {t:chat|reasoner} | deepseek-{t}-latest | deepseek-{t} | plain
deepseek | deepseek coder | - | deepseek-coder | plain
deepseek | deepseek r1 {size:1.5b|7b|14b|32b} | deepseek-r1-distill-qwen-{size} | deepseek-r1 |
deepseek | deepseek r1 {size:70b} | deepseek-r1-distill-llama-70b | deepseek-r1 |
deepseek | deepseek r{n:2} | deepseek-r{n} | deepseek-r{major} | date=mmdd
deepseek | deepseek r1 zero | deepseek-r1-zero | deepseek-r1 | size=671b
deepseek | deepseek r1 lite | deepseek-r1-lite | deepseek-r1 |
deepseek | deepseek r1 | deepseek-r1 | deepseek-r1 | date=mmdd size=671b size=685b
deepseek | deepseek v2 16b | deepseek-v2-lite | deepseek-v2 |
deepseek | deepseek moe {size:16b} | deepseek-moe-16b | deepseek-moe |
deepseek | deepseek math v2 | deepseek-math-v2 | deepseek-math | size=685b
deepseek | janus pro {size} | janus-pro-{size} | janus |
deepseek | deepseek coder v2 lite, ds coder v2 lite, deepseek coder v2 16b | deepseek-coder-v2-lite | deepseek-coder |
    date=mmdd size=16b
deepseek | deepseek coder v2, ds coder v2 | deepseek-coder-v2 | deepseek-coder | date=mmdd size=236b
deepseek | deepseek coder {size} v1.5, deepseek coder {size} {x:base|instruct} v1.5 | deepseek-coder-{size}-v1.5
    | deepseek-coder |
deepseek | deepseek coder {size}, ds coder {size} | deepseek-coder-{size} | deepseek-coder |
deepseek | deepseek llm {size}, deepseek llm chat {size}, deepseek {size} | deepseek-llm-{size} | deepseek-llm |
    drop=v1
deepseek | deepseek math {size}, deepseekmath {size} | deepseek-math-{size} | deepseek-math |
deepseek | deepseek prover v{n} {t:rl|sft} | deepseek-prover-v{n}-{t} | deepseek-prover |
deepseek | deepseek prover v{n} | deepseek-prover-v{n} | deepseek-prover | size=671b
deepseek | deepseek ocr {n} | deepseek-ocr-{n} | deepseek-ocr |
deepseek | deepseek ocr | deepseek-ocr | deepseek-ocr |
deepseek | deepseek vl{n} {t:tiny|small} | deepseek-vl{n}-{t} | deepseek-vl |
deepseek | deepseek vl{n} | deepseek-vl{n} | deepseek-vl |
"""

ZAI_MOONSHOT_MINIMAX = """
zai | glm {n} {t:airx|air|x|flashx|flash|plus|long|code|turbo} | glm-{n}-{t} | glm-{major} | date=mmdd plain
zai | glm {n}{t:v turbo|v flashx|v flash|v} | glm-{n}{t} | glm-{major} | date=mmdd plain
zai | glm {n}v {size} | glm-{n}v-{size} | glm-{major} |
zai | glm 4v {t:plus|flash} | glm-4v-{t} | glm-4 | date=mmdd plain
zai | glm {n:4} {size:9b|32b} | glm-{n}-{size} | glm-4 | date=mmdd
zai | glm z1 rumination {size:32b} | glm-z1-rumination-{size} | glm-z1 | date=mmdd
zai | glm z1 {t:air|airx|flash} | glm-z1-{t} | glm-z1 | date=mmdd plain
zai | glm z1 {size:9b|32b} | glm-z1-{size} | glm-z1 | date=mmdd
zai | glm {n} | glm-{n} | glm-{major} | date=mmdd drop=flagship
zai | glm {size:130b} | glm-130b | glm | plain
zai | chatglm{n} {size:6b} | chatglm{n}-6b | chatglm |
zai | chatglm {t:turbo|pro|std|lite} | chatglm-{t} | chatglm | plain
zai | glm zero | glm-zero | glm-zero | plain
zai | chatglm {size:6b} | chatglm-6b | chatglm |
zai | chatglm 2 {size:6b} | chatglm2-6b | chatglm |
zai | cogvideox {n:1.5|3} {size} | cogvideox{n}-{size} | cogvideox | drop=i2v
zai | cogvideox {size:2b|5b} | cogvideox-{size} | cogvideox |
zai | cogvideox {n} | cogvideox-{n} | cogvideox |
zai | cogview {n} | cogview-{n} | cogview | plain
zai | glm {t:image|ocr|asr|tts} | glm-{t} | glm-{t} | date=yymm plain
zai | cogagent {size:9b} | cogagent-9b | cogagent | date=compact
zai | cogvlm2 llama3 {x:chat} {size:19b}, cogvlm2 llama3 {size:19b} | cogvlm2-llama3-19b | cogvlm |
zai | codegeex2 {size} | codegeex2-{size} | codegeex |
zai | codegeex4 | codegeex4 | codegeex | size=9b
zai | autoglm phone {size} | autoglm-phone-{size} | autoglm | drop=multilingual
moonshot | kimi k{n} {t:code} | kimi-k{n}-{t} | kimi-k{major} | date=mmdd
moonshot | kimi k{n} | kimi-k{n} | kimi-k{major} | date=mmdd size=1t size=1t-a32b
moonshot | kimi {t:linear} {size} | kimi-{t}-{size} | kimi-{t} | date=compact
moonshot | kimi audio {size} | kimi-audio-{size} | kimi-audio |
moonshot | kimi dev {size} | kimi-dev-{size} | kimi-dev |
moonshot | kimi vl a3b | kimi-vl-a3b | kimi-vl | date=yymm
moonshot | kimi thinking preview | kimi-thinking-preview | kimi | plain
moonshot | kimi | - | kimi | plain
moonshot | moonlight {size} | moonlight-{size} | moonlight |
moonshot | moonshot v1 {c:8k|32k|128k} vision, moonshot v1 vision | moonshot-v1-vision | moonshot-v1 | date=mmdd plain
moonshot | moonshot v1 | moonshot-v1 | moonshot-v1 | date=mmdd plain drop=auto
minimax | minimax m{n} {t:her} | minimax-m{n}-{t} | minimax-m | date=compact
minimax | minimax m{n} | minimax-m{n} | minimax-m | budget date=compact size=230b
minimax | minimax [text] 01 | minimax-01 | minimax-01 |
minimax | minimax hailuo {n} fast, hailuo {n} fast | hailuo-{n}-fast | hailuo | plain
minimax | minimax hailuo {n}, hailuo {n} | hailuo-{n} | hailuo | plain
minimax | minimax music {n0} | music-{n0} | music | plain
minimax | minimax speech {n} {t:hd|turbo} | speech-{n}-{t} | speech | plain
minimax | minimax speech 02 {t:hd|turbo} | speech-02-{t} | speech | plain
minimax | abab{n:5.5|6.5|7}s, abab {n:5.5|6.5|7}s | abab{n}s | abab | plain
minimax | abab {n:5.5|6|6.5|7} | abab{n} | abab | plain
minimax | minimax vl 01 | minimax-vl-01 | minimax-01 |
"""

OTHERS_OF_CHINA = """
01-ai | yi {n:1.5} {size} | yi-{n}-{size} | yi | plain
01-ai | yi coder {size} | yi-coder-{size} | yi-coder | plain
01-ai | yi vl plus | yi-vl-plus | yi-vl | plain
01-ai | yi vl {size} | yi-vl-{size} | yi-vl | plain
01-ai | yi {size} | yi-{size} | yi | plain
01-ai | yi {t:large turbo|large fc|large|lightning lite|lightning|medium|spark|vision v2|vision} | yi-{t} |
    yi-{t} | plain
baidu | paddleocr vl {size} | paddleocr-vl-{size} | paddleocr | plain
baidu | paddleocr vl | paddleocr-vl | paddleocr | plain
baidu | ernie {t:speed|lite|tiny|character|novel|bot turbo|bot} | ernie-{t} | ernie | plain
baidu | ernie {n0} {t:turbo vl|turbo|speed|lite|tiny} | ernie-{n0}-{t} | ernie | date=compact plain
baidu | ernie {n0} vl {size} | ernie-{n0}-vl-{size} | ernie | drop=paddle drop=pt
baidu | ernie {n0} {size} | ernie-{n0}-{size} | ernie | drop=paddle drop=pt
baidu | ernie {n0} | ernie-{n0} | ernie | plain
baidu | ernie {t:x1 turbo|x1.1|x1} | ernie-{t} | ernie-x | date=compact plain
bytedance | [doubao] seed {n0} {t:flash|lite|mini|pro|code|vision} | seed-{n0}-{t} | seed | plain
bytedance | [doubao] seed code | seed-code | seed | plain
bytedance | [doubao] seed {n0} | seed-{n0} | seed | plain
bytedance | seedance {n0} {t:pro fast|pro|lite} | seedance-{n0}-{t} | seedance | plain
bytedance | seedance {n0} | seedance-{n0} | seedance | plain
bytedance | seedream {n0} {t:lite|pro} | seedream-{n0}-{t} | seedream | plain
bytedance | seedream {n0} | seedream-{n0} | seedream | plain
bytedance | seed thinking v{n0} | seed-thinking-v{n0} | seed |
bytedance | bagel 7b mot, bagel 7b | bagel-7b-mot | bagel |
bytedance | seed 2 1 turbo, seed 2.1 turbo, dola seed 2.1 turbo | seed-2.1-turbo | seed | plain
bytedance | seed oss {size} | seed-oss-{size} | seed-oss |
bytedance | doubao {n:1.5} {t:thinking pro vision|thinking pro|thinking vision pro|vision pro|vision lite|pro|lite} |
    doubao-{n}-{t}
    | doubao | plain
bytedance | doubao {t:pro|lite} | doubao-{t} | doubao | plain
bytedance | ui tars {n} {size} | ui-tars-{n}-{size} | ui-tars |
bytedance | ui tars {size} {t:dpo|sft} | ui-tars-{size}-{t} | ui-tars |
bytedance | doubao embedding {t:large text|large|text|vision} | doubao-embedding-{t} | doubao-embedding | plain
bytedance | doubao embedding | doubao-embedding | doubao-embedding | plain
bytedance | ui tars {size} | ui-tars-{size} | ui-tars |
stepfun | step {n:3.*|4.*} flash | step-{n}-flash | step | date=compact plain
stepfun | step 1 flash | step-1-flash | step | plain
stepfun | step r1 v mini | step-r1-v-mini | step-r1 | plain
stepfun | step {n:3} vl {size} | step{n}-vl-{size} | step |
stepfun | step 1 {c:8k|32k|128k|256k} | step-1 | step | date=compact
stepfun | step {n:3} | step-{n} | step |
stepfun | step {n:2} | step-{n} | step | date=compact
stepfun | step 1v | step-1v | step-1v |
stepfun | step 1o turbo | step-1o-turbo | step-1o | date=compact plain
stepfun | step 1o vision | step-1o-vision | step-1o | drop=highres
tencent | hunyuan a13b, hunyuan {size:80b} a13b | hunyuan-a13b | hunyuan |
tencent | hunyuan {t:large vision|large|standard vision|standard|turbos vision|turbos|turbo|lite|pro|t1} |
    hunyuan-{t} | hunyuan-{t} | date=iso plain
tencent | hunyuan vision {n:1.5} | hunyuan-vision-{n} | hunyuan-vision | plain
tencent | hy{n:3|4} | hy{n} | hy | drop=paid
tencent | hy mt{n} {t:plus|lite|pro} | hy-mt{n}-{t} | hy-mt | plain
tencent | hunyuan {size:0.5b|1.8b|4b|7b} | hunyuan-{size} | hunyuan |
tencent | hunyuanimage {n0} | hunyuanimage-{n0} | hunyuanimage | plain
tencent | hunyuan mt {size} | hunyuan-mt-{size} | hunyuan-mt |
tencent | hunyuanvideo {n}, hunyuan video {n} | hunyuanvideo-{n} | hunyuanvideo | drop=hf drop=diffusers
tencent | hunyuanvideo, hunyuan video | hunyuanvideo | hunyuanvideo | drop=diffusers
tencent | hunyuandit v{n} | hunyuandit-v{n} | hunyuandit | drop=diffusers
tencent | hunyuanocr, hunyuan ocr | hunyuanocr | hunyuanocr |
xiaomi | mimo v{n} {t:flash|pro|omni|tts} | mimo-v{n}-{t} | mimo | plain
xiaomi | mimo v{n} | mimo-v{n} | mimo | plain
xiaomi | mimo {size:7b} {t:rl|sft} | mimo-{size}-{t} | mimo |
xiaomi | mimo {size:7b} | mimo-{size} | mimo |
meituan | longcat flash {t:lite|omni} | longcat-flash-{t} | longcat | plain
meituan | longcat flash | longcat-flash | longcat | plain
meituan | longcat {n0} | longcat-{n0} | longcat | plain
inclusionai | {t:ling|ring} {s:mini|flash} {n0} | {t}-{s}-{n0} | {t} | plain
inclusionai | {t:ling|ring} {n0} {s:1t|flash|mini} | {t}-{n0}-{s} | {t} | plain
inclusionai | {t:ling|ring} {size:1t} | {t}-1t | {t} | plain
kwaipilot | kat coder {t:pro|exp 72b|air} v{n} | kat-coder-{t}-v{n} | kat-coder | plain
kwaipilot | kat coder {t:pro|exp 72b|air} | kat-coder-{t} | kat-coder | plain drop=v1
kwaipilot | kat dev {size} exp, kat dev {size} | kat-dev-{size} | kat-dev | plain
baichuan | baichuan {n:1|2} {size}, baichuan {n:2} chat {size}, baichuan{n:1|2} {size} | baichuan{n}-{size} |
    baichuan |
baichuan | baichuan {n:2|3|4} {t:turbo|air} | baichuan{n}-{t} | baichuan | plain
baichuan | baichuan {size} | baichuan1-{size} | baichuan |
baichuan | baichuan m{n} {size} | baichuan-m{n}-{size} | baichuan-m |
shanghai-ai-lab | internlm {n:2|2.5|3} {size} | internlm{n}-{size} | internlm |
shanghai-ai-lab | internlm {size}, internlm chat {size} | internlm-{size} | internlm |
shanghai-ai-lab | intern s1 {t:mini|pro} | intern-s1-{t} | intern-s1 |
shanghai-ai-lab | intern s1 | intern-s1 | intern-s1 |
shanghai-ai-lab | internvl {n} {size} | internvl{n}-{size} | internvl |
"""
# fmt: on
