"""Model lines of all other makers, and single names of community models. Same columns as in `model_families`."""

# fmt: off
_SMALLER_MAKERS = """
ai21 | jamba {t:large|mini} {n}, jamba {n} {t:large|mini} | jamba-{n}-{t} | jamba-{t} | plain drop=001 drop=v1
ai21 | jamba {n:2} {size} | jamba{n}-{size} | jamba |
ai21 | jamba {t:large|mini} | - | jamba-{t} | plain
ai21 | jamba instruct | jamba-instruct | jamba | plain
ai21 | jamba reasoning {size} | jamba-reasoning-{size} | jamba | plain
ai21 | j1 {t:grande|jumbo|large} v1, j1 {t:grande|jumbo|large} | j1-{t} | jurassic-1 | plain size=17b size=178b
    size=7.5b
ai21 | j1 {t:grande} v2 beta | j1-{t}-v2 | jurassic-1 | plain size=17b
ai21 | jurassic 2 {t:jumbo|grande|large} | jurassic-2-{t} | jurassic-2 | plain size=178b size=17b size=7.5b
ai21 | j2 {t:light|mid|ultra} | j2-{t} | jurassic-2 | plain drop=v1
databricks | dbrx | dbrx | dbrx | size=132b
databricks | dolly v2 {size}, dolly 2.0 {size} | dolly-v2-{size} | dolly |
mosaicml | mpt {size} | mpt-{size} | mpt |
snowflake | [snowflake] arctic embed {t:l|m|s} v{n0} | arctic-embed-{t}-v{n0} | arctic-embed | plain
snowflake | [snowflake] arctic | arctic | arctic |
perplexity | sonar {t:reasoning pro|reasoning|deep research|pro search|pro} | sonar-{t} | sonar | plain
perplexity | sonar {t:small|medium} {u:chat|online} | sonar-{t}-{u} | sonar | plain
perplexity | sonar | sonar | sonar | plain
perplexity | llama 3 sonar {t:small|large} 32k {u:chat|online} | llama-3-sonar-{t}-{u} | sonar | plain
perplexity | r1 1776 | r1-1776 | r1-1776 |
perplexity | llama 3.1 sonar {t:small|large|huge} 128k {u:chat|online}, llama 3.1 sonar {t:small|large|huge}
    {u:chat|online} | llama-3.1-sonar-{t}-{u} | sonar | plain
perplexity | pplx {size:7b|70b} {t:online|chat} | pplx-{size}-{t} | pplx | plain
reka | reka flash {n:3|3.1} | reka-flash-{n} | reka-flash | plain
reka | reka {t:flash} {size:21b}, reka {t:core|flash|edge} | reka-{t} | reka-{t} | date=compact plain drop=online
upstage | solar {size:10.7b} | solar-10.7b | solar | plain drop=v1.0
upstage | solar {t:pro|mini} {n}, solar {t:pro}{n} | solar-{t}-{n} | solar-{t} | plain
upstage | solar {t:pro|mini} | solar-{t} | solar-{t} | plain
tii | falcon {n:2|3} {size}, falcon{n:2|3} {size} | falcon{n}-{size} | falcon |
tii | falcon {size} | falcon-{size} | falcon |
tii | falcon rw {size} | falcon-rw-{size} | falcon |
tii | falcon mamba {size} | falcon-mamba-{size} | falcon-mamba |
tii | falcon h1 {size} | falcon-h1-{size} | falcon-h1 |
tii | falcon h1r {size} | falcon-h1r-{size} | falcon-h1 |
lmsys | vicuna {v:v1.1|v1.3|v1.5} {size} | vicuna-{size}@{v} | vicuna |
lmsys | vicuna {size} | vicuna-{size} | vicuna | rev
lmsys | fastchat t5 3b | fastchat-t5-3b | fastchat-t5 |
stanford | alpaca {size} | alpaca-{size} | alpaca |
berkeley | koala {size} | koala-{size} | koala |
berkeley | starling lm {size} alpha | starling-lm-{size}-alpha | starling-lm |
berkeley | gorilla openfunctions v{n} | gorilla-openfunctions-v{n} | gorilla-openfunctions |
nexusflow | starling lm {size} beta | starling-lm-{size}-beta | starling-lm |
nexusflow | nexusraven v2 13b | nexusraven-v2-13b | nexusraven |
nexusflow | athene {size:70b} | athene-70b | athene | date=mmdd
nexusflow | athene v2 {x:chat} {size:72b}, athene v2 | athene-v2 | athene | size=72b
openchat | openchat {n:3.5} | openchat-{n} | openchat | date=mmdd size=7b
huggingface | zephyr {size:7b} {t:alpha|beta} | zephyr-{size}-{t} | zephyr |
huggingface | zephyr orpo 141b a35b v0.1, zephyr orpo 141b a35b | zephyr-orpo-141b-a35b | zephyr |
huggingface | distil whisper large v{n} | distil-whisper-large-v{n} | distil-whisper | drop=en
huggingface | zephyr 7b gemma v0.1, zephyr 7b gemma | zephyr-7b-gemma-v0.1 | zephyr |
huggingface | smolvlm {n:2} {size} | smolvlm{n}-{size} | smolvlm |
huggingface | smolvlm {size} | smolvlm-{size} | smolvlm |
intel | neural chat {size:7b} v{n} | neural-chat-7b-v{n} | neural-chat |
huggingface | smollm {n:2|3} {size} | smollm{n}-{size} | smollm |
huggingface | smollm {size} | smollm-{size} | smollm |
allenai | tulu {n} dpo {size} | tulu-{n}-dpo-{size} | tulu |
allenai | llama {v:3.1} tulu {n:3|3.1} {size} | llama-{v}-tulu-{n}-{size} | tulu |
allenai | llama {v:3.1} tulu {n:3} {size} {t:dpo|sft} | llama-{v}-tulu-{n}-{size}-{t} | tulu |
allenai | tulu {n:3} {size} | llama-3.1-tulu-{n}-{size} | tulu |
allenai | olmocr {size} | olmocr-{size} | olmocr | date=mmdd
allenai | olmoe 1b 7b | olmoe-1b-7b | olmoe | date=mmdd
allenai | molmo {n} {t:o} {size} | molmo{n}-{t}-{size} | molmo |
allenai | molmo {n} {size} | molmo{n}-{size} | molmo |
allenai | tulu {size} | tulu-{size} | tulu |
allenai | olmo {n} {d:0325|1124|0425} {size} | olmo-{n}-{size}@{d} | olmo |
allenai | olmo {n} {size} | olmo-{n}-{size} | olmo |
allenai | olmo {size} | olmo-{size} | olmo | date=mmdd
allenai | molmo {t:72b|7b d|7b o} | molmo-{t} | molmo | date=mmdd
eleutherai | gpt j {size:6b}, gptj {size:6b}, gpt j, gptj | gpt-j-6b | gpt-j | plain
eleutherai | gpt neox {size:20b} | gpt-neox-20b | gpt-neo | plain
eleutherai | gpt neo {size} | gpt-neo-{size} | gpt-neo | plain
eleutherai | pythia {size} | pythia-{size} | pythia | plain
eleutherai | llemma {size} | llemma-{size} | llemma |
bigscience | bloomz {size} | bloomz-{size} | bloom |
bigscience | bloom {size:176b}, bloom | bloom | bloom |
stability | stablelm tuned alpha {size} | stablelm-tuned-alpha-{size} | stablelm |
stability | stablelm {n:2} {size}, stable lm {n:2} {size} | stablelm-{n}-{size} | stablelm |
stability | stable diffusion {n:3.5} {t:large turbo|large|medium}, stable diffusion v{n:3.5} {t:large turbo|
    large|medium}, stable diffusion v35 {t:large turbo|large|medium}, sd{n:3.5} {t:large turbo|large|medium} |
    stable-diffusion-3.5-{t} | stable-diffusion | plain
stability | stable diffusion xl, sdxl | stable-diffusion-xl | stable-diffusion | plain drop=v0 drop=v1 drop=v1.0
    drop=1024 drop=1.0
stability | stable diffusion {n:3} {t:large turbo|large|medium}, sd{n:3} {t:large turbo|large|medium} |
    stable-diffusion-{n}-{t} | stable-diffusion | plain
stability | stable image {t:ultra|core} | stable-image-{t} | stable-image | plain drop=v1 drop=v1.0 drop=v1.1 drop=1
stability | stablebeluga {size}, stable beluga {size} | stablebeluga-{size} | stablebeluga |
stability | stablelm zephyr 3b | stablelm-zephyr-3b | stablelm |
bigcode | starcoder {n:2} {size}, starcoder{n:2} {size} | starcoder{n}-{size} | starcoder |
bigcode | starcoderbase {size} | starcoderbase-{size} | starcoder |
bigcode | starcoder | - | starcoder |
bigcode | starcoder {size} | starcoder-{size} | starcoder |
cerebras | cerebras gpt {size} | cerebras-gpt-{size} | cerebras-gpt |
rwkv | rwkv 4 raven {size} | rwkv-4-raven-{size} | rwkv |
h2oai | h2o oasst openllama {size} | h2o-oasst-openllama-{size} | h2o-oasst |
laion | oasst pythia {size}, openassistant pythia {size} | oasst-pythia-{size} | oasst |
nous | nous hermes 2 mixtral 8x7b sft | nous-hermes-2-mixtral-8x7b-sft | hermes |
nous | nous hermes 2 mixtral 8x7b dpo | nous-hermes-2-mixtral-8x7b-dpo | hermes |
nous | nous hermes 2 yi 34b | nous-hermes-2-yi-34b | hermes |
nous | nous hermes llama2 {size}, nous hermes llama 2 {size} | nous-hermes-llama2-{size} | hermes |
nous | nous hermes {size:13b} | nous-hermes-13b | hermes |
nous | hermes 2 pro llama 3 {size} | hermes-2-pro-llama-3-{size} | hermes |
nous | hermes 2 pro mistral 7b | hermes-2-pro-mistral-7b | hermes |
nous | hermes 2 theta llama 3 {size} | hermes-2-theta-llama-3-{size} | hermes |
nous | hermes 3 llama 3.1 {size}, hermes 3 {size:405b|70b|8b} | hermes-3-{size} | hermes | drop=llama3.1
nous | hermes {n:4.3} {size} | hermes-{n}-{size} | hermes |
nous | hermes 4 {size:405b|70b|14b}, hermes 4 llama 3.1 {size:405b|70b} | hermes-4-{size} | hermes |
nous | deephermes 3 {t:llama 3 8b|mistral 24b} | deephermes-3-{t} | hermes |
nous | nous capybara {size} | nous-capybara-{size} | capybara | rev
teknium | openhermes 2.5 mistral 7b | openhermes-2.5-mistral-7b | openhermes |
teknium | openhermes 2 mistral 7b | openhermes-2-mistral-7b | openhermes |
upstage | solar open {size} | solar-open-{size} | solar | plain
togethercomputer | stripedhyena nous 7b | stripedhyena-nous-7b | stripedhyena |
togethercomputer | redpajama incite {size}, redpajama incite {x:instruct|chat|base} {size} |
    redpajama-incite-{size} | redpajama | drop=v1
openlm | open llama {size} | open-llama-{size} | open-llama |
salesforce | xgen 7b | xgen-7b | xgen |
nomic | gpt4all 13b snoozy | gpt4all-13b-snoozy | gpt4all |
timdettmers | guanaco {size} | guanaco-{size} | guanaco |
lg | exaone deep {size} | exaone-deep-{size} | exaone |
lg | exaone {n0} {size} | exaone-{n0}-{size} | exaone |
lg | k exaone {size}, k exaone | k-exaone | exaone |
core42 | jais {size} | jais-{size} | jais |
sarvam | sarvam m | sarvam-m | sarvam |
sarvam | sarvam {size} | sarvam-{size} | sarvam |
swiss-ai | apertus {size} | apertus-{size} | apertus | date=mm-yyyy
liquid | lfm {n:2|2.5|3|3.5} {t:audio|colbert} {size} | lfm{n}-{t}-{size} | lfm |
liquid | lfm {n:2|2.5|3|3.5} {size} {t:jp|tool|extract|rag|math} | lfm{n}-{size}-{t} | lfm | drop=202606
liquid | lfm {n:2|2.5|3|3.5} vl {size} | lfm{n}-vl-{size} | lfm |
liquid | lfm {n:2|2.5|3|3.5} {size} | lfm{n}-{size} | lfm |
liquid | lfm {size} | lfm-{size} | lfm |
inception | mercury coder {t:small}, mercury coder | mercury-coder | mercury | plain drop=small
inception | mercury edit | mercury-edit | mercury | plain
inception | mercury edit {n} | mercury-edit-{n} | mercury | plain
inception | mercury {n} | mercury-{n} | mercury | plain
inception | mercury | mercury | mercury | plain
inflection | inflection 3 {t:pi|productivity} | inflection-3-{t} | inflection | plain
inflection | inflection {n} | inflection-{n} | inflection | plain
writer | palmyra x 004 | palmyra-x4 | palmyra | plain
writer | palmyra x {n}, palmyra x{n} | palmyra-x{n} | palmyra | plain drop=v1
writer | palmyra {t:fin|med} {size} | palmyra-{t}-{size} | palmyra | plain
writer | palmyra x v{n:2|3} | palmyra-x-v{n} | palmyra | plain size=33b size=72b
writer | palmyra x {size:43b} | palmyra-x-43b | palmyra | plain
writer | instructpalmyra {size:30b} | instructpalmyra-30b | palmyra | plain
writer | palmyra {t:fin|med|creative} | palmyra-{t} | palmyra | plain
arcee | trinity {t:large|mini|nano} | trinity-{t} | trinity | plain
arcee | arcee blitz | blitz | arcee | plain
arcee | virtuoso {t:large|medium v2|medium} | virtuoso-{t} | virtuoso | plain size=72b
arcee | coder large | coder-large | arcee | plain
arcee | maestro reasoning, maestro | maestro | arcee | plain
arcee | caller large | caller-large | arcee | plain
arcee | spotlight | spotlight | arcee | plain
deepcogito | cogito v1 {x:preview} {t:llama|qwen} {size}, cogito v1 {t:llama|qwen} {size} | cogito-v1-{t}-{size}
    | cogito |
deepcogito | cogito v2 {x:preview} {t:llama|deepseek} {size}, cogito v2 {t:llama|deepseek} {size} |
    cogito-v2-{t}-{size} | cogito | drop=moe
deepcogito | cogito v2.1 {size:671b}, cogito {size:671b} v2.1 | cogito-v2.1-671b | cogito |
primeintellect | intellect 3 | intellect-3 | intellect | size=106b
essentialai | rnj 1 | rnj-1 | rnj | size=8b
openhands | openhands lm 32b v0.1, openhands lm 32b | openhands-lm-32b | openhands-lm |
poolside | laguna {t:s|xs} {n:2.*} | laguna-{t}-{n} | laguna | plain
poolside | laguna m 1, laguna m.1 | laguna-m.1 | laguna | plain
poolside | laguna xs 2, laguna xs.2 | laguna-xs.2 | laguna | plain
thinkingmachines | inkling small | inkling-small | inkling | plain
thinkingmachines | inkling | inkling | inkling | plain
sakana | fugu ultra | fugu-ultra | fugu | plain
sakana | [sakana] namazu | namazu | namazu | plain
nex-agi | nex n2 {t:mini|pro} | nex-n2-{t} | nex | plain
nex-agi | deepseek v3.1 nex n1 | deepseek-v3.1-nex-n1 | nex |
relace | relace {t:apply 3|search} | relace-{t} | relace | plain
morph | morph v3 {t:fast|large} | morph-v3-{t} | morph | plain
aion-labs | aion {n0} mini | aion-{n0}-mini | aion | plain
aion-labs | aion {n0} | aion-{n0} | aion | plain
aion-labs | aion rp llama 3.1 8b | aion-rp-llama-3.1-8b | aion | plain
tngtech | deepseek r1t chimera | deepseek-r1t-chimera | r1t-chimera |
tngtech | deepseek r1t2 chimera, deepseek tng r1t2 chimera | deepseek-r1t2-chimera | r1t-chimera |
tngtech | tng r1t chimera | tng-r1t-chimera | r1t-chimera |
agentica | deepcoder {size:14b} | deepcoder-14b | deepcoder |
rednote | dots {n} note | dots-{n}-note | dots | plain
perceptron | perceptron mk1 | perceptron-mk1 | perceptron | plain
voyage | voyage {t:code|finance|law|multimodal|context|large|lite|multilingual} {n} | voyage-{t}-{n} | voyage | plain
voyage | voyage rerank {n} lite | rerank-{n}-lite | rerank | plain
voyage | voyage rerank {n} | rerank-{n} | rerank | plain
voyage | voyage {n} {t:lite|large} | voyage-{n}-{t} | voyage | plain
voyage | voyage {n} | voyage-{n} | voyage | plain
baai | bge {t:small|base|large} en v1.5 | bge-{t}-en-v1.5 | bge | plain
baai | bge reranker v2 m3 | bge-reranker-v2-m3 | bge | plain
baai | bge reranker {t:base|large} | bge-reranker-{t} | bge | plain
baai | bge {t:small|base|large} en | bge-{t}-en | bge | plain
baai | bge multilingual gemma2 | bge-multilingual-gemma2 | bge | plain
baai | bge {t:small|base|large} zh v1.5 | bge-{t}-zh-v1.5 | bge | plain
baai | bge {t:small|base|large} zh | bge-{t}-zh | bge | plain
baai | aquila{n:2} {size}, aquilachat{n:2} {size} | aquila{n}-{size} | aquila |
baai | bge m3 | bge-m3 | bge | plain
nomic | nomic embed text v{n}, nomic embed text {n} | nomic-embed-text-v{n} | nomic-embed | plain
black-forest-labs | flux {n:1} {t:dev|schnell|pro|kontext pro|kontext max}, flux.1 {t:dev|schnell|pro|kontext
    pro|kontext max} | flux.1-{t} | flux | plain
black-forest-labs | flux {n:2} {t:klein 4b|klein 9b|klein|flex|max|pro|dev}, flux.{n:2} {t:klein 4b|klein 9b|klein|flex|
    max|pro|dev} | flux.{n}-{t} | flux | plain
black-forest-labs | flux {t:dev|schnell|kontext pro|kontext max} | flux.1-{t} | flux | plain
black-forest-labs | flux {n:1.1} pro ultra, flux pro {n:1.1} ultra, flux pro v{n:1.1} ultra | flux-1.1-pro-ultra |
    flux | plain
black-forest-labs | flux {n:1.1} pro, flux1.1 pro, flux pro {n:1.1}, flux pro v{n:1.1} | flux-1.1-pro | flux | plain
recraft | recraft v{n}, recraftv{n} | recraft-v{n} | recraft | plain
ideogram | ideogram v{n0}, ideogram {n0} | ideogram-v{n0} | ideogram | plain
gigachat | gigachat 2 {t:lite|pro|max} | gigachat-2-{t} | gigachat | plain
aleph-alpha | luminous {t:base|extended|supreme} control | luminous-{t}-control | luminous | plain size=13b size=30b
    size=70b
aleph-alpha | luminous {t:base|extended|supreme} | luminous-{t} | luminous | plain size=13b size=30b size=70b
openthoughts | openthinker {size} | openthinker-{size} | openthinker |
openbmb | minicpm {t:v|o} {n} | minicpm-{t}-{n} | minicpm | size=8b
openbmb | minicpm llama3 v {n} | minicpm-llama3-v-{n} | minicpm |
openbmb | minicpm {n:2|3|4|4.1|5} {size} | minicpm{n}-{size} | minicpm |
openbmb | minicpm {size} | minicpm-{size} | minicpm |
xwin | xwin lm {size} | xwin-lm-{size} | xwin-lm |
xwin | xwincoder {size} | xwincoder-{size} | xwincoder |
llava | llava {n:1.5|1.6} {t:vicuna|mistral} {size}, llava v{n:1.5|1.6} {t:vicuna|mistral} {size} |
    llava-{n}-{t}-{size} | llava |
llava | llava next {t:vicuna|mistral} {size} | llava-1.6-{t}-{size} | llava |
llava | llava next 34b | llava-1.6-34b | llava |
llava | llava {n:1.5} {size}, llava v{n:1.5} {size} | llava-{n}-{size} | llava |
llava | llava {n:1.6} 34b, llava v{n:1.6} 34b | llava-{n}-34b | llava |
llava | llava onevision qwen2 {size} | llava-onevision-qwen2-{size} | llava | drop=ov drop=hf
llava | llava {size}, llava | - | llava |
tinyllama | tinyllama {size:1.1b}, tiny llama {size:1.1b} | tinyllama-1.1b | tinyllama | rev
salesforce | llama xlam 2 {size} fc r | llama-xlam-2-{size}-fc-r | xlam |
salesforce | xlam 2 {size} fc r | xlam-2-{size}-fc-r | xlam |
salesforce | codet5 plus {size}, codet5p {size}, codet5 {size} | codet5p-{size} | codet5 |
salesforce | codegen {size} | codegen-{size} | codegen |
salesforce | instructblip {t:vicuna|flan t5} {size} | instructblip-{t}-{size} | instructblip |
salesforce | blip2 opt {size} | blip2-opt-{size} | blip2 |
meetkai | functionary {t:small|medium} v{n} | functionary-{t}-v{n} | functionary |
servicenow | apriel v{n} {size} thinker, apriel {n} {size} thinker | apriel-v{n}-{size}-thinker | apriel |
servicenow | apriel nemotron {size} thinker | apriel-nemotron-{size}-thinker | apriel |
iflytek | sparkdesk v{n0} | sparkdesk-v{n0} | sparkdesk | plain
elevenlabs | eleven {t:multilingual|turbo|flash|monolingual} v{n} | eleven-{t}-v{n} | eleven | plain
sentence-transformers | all minilm l6 v2 | all-minilm-l6-v2 | all-minilm | plain
phind | phind code llama 34b {t:v1|v2|python v1} | phind-codellama-34b-{t} | phind-codellama |
thenlper | gte {t:small|base|large} | gte-{t} | gte | plain
twelvelabs | twelvelabs pegasus {n}, pegasus {n} | pegasus-{n} | pegasus | plain
twelvelabs | twelvelabs marengo embed {n}, marengo embed {n} | marengo-embed-{n} | marengo | plain
elevenlabs | eleven v{n} | eleven-v{n} | eleven | plain
elevenlabs | elevenlabs scribe v{n}, scribe v{n} | scribe-v{n} | scribe | plain
bigscience | t0pp {size:11b}, t0pp | t0pp-11b | t0 | plain
yandex | yalm {size:100b} | yalm-100b | yalm | plain
xverse | xverse {size} | xverse-{size} | xverse |
simplescaling | s1 {size:32b}, s1.1 {size:32b} | s1-32b | s1 |
bigcode | santacoder {size:1.1b}, santacoder | santacoder-1.1b | santacoder |
salesforce | codegen2 {size} | codegen2-{size} | codegen |
stability | stable code {size:3b}, stablecode {size:3b} | stable-code-3b | stable-code |
stability | stablebeluga2 {size:70b}, stablebeluga2 | stablebeluga2-70b | stablebeluga |
huggingface | starchat2 {size:15b} | starchat2-15b | starchat | rev
project-baize | baize v2 {size} | baize-v2-{size} | baize |
laion | openassistant llama {size}, oasst llama {size} | oasst-llama-{size} | oasst |
nous | nouscoder {size} | nouscoder-{size} | nouscoder |
jetbrains | mellum 2 {size} | mellum2-{size} | mellum |
h2oai | h2o danube{n:2|3} {size} | h2o-danube{n}-{size} | h2o-danube |
bsc-lt | salamandra {size} | salamandra-{size} | salamandra |
segmind | ssd 1b | ssd-1b | ssd | plain
tiger-lab | mammoth2 {size} plus | mammoth2-{size}-plus | mammoth |
apple | afm on device | afm-on-device | afm | plain
apple | afm server | afm-server | afm | plain
hexgrad | kokoro {size:82m} | kokoro-82m | kokoro |
vercel | v0 {n0} {t:sm|md|lg} | v0-{n0}-{t} | v0 | plain
groq | llama 3 groq {size:8b|70b} 8192 tool use, llama 3 groq {size:8b|70b} tool use |
    llama-3-groq-{size}-tool-use | llama-3-groq |
fireworks | firellava {size} | firellava-{size} | firellava |
rednote | dots.ocr, dots ocr | dots-ocr | dots-ocr | plain
motif | motif 2 {size} | motif-2-{size} | motif |
kt | mi dm k {n} pro | midm-k-{n}-pro | midm | plain
nanbeige | nanbeige{n} {size} | nanbeige{n}-{size} | nanbeige |
moondream | moondream {n} | moondream{n} | moondream |
jina | jina reranker v2 base multilingual | jina-reranker-v2-base-multilingual | jina-reranker | plain
jina | jina reranker {t:m0|v3} | jina-reranker-{t} | jina-reranker | plain
jina | jina embeddings v{n} | jina-embeddings-v{n} | jina-embeddings | plain
mixedbread | mxbai embed large v1, mxbai embed large | mxbai-embed-large | mxbai-embed | plain
intfloat | e5 mistral {size} | e5-mistral-{size} | e5 | plain
intfloat | multilingual e5 {t:small|base|large} | multilingual-e5-{t} | e5 | plain
intfloat | e5 {t:small|base|large} v2 | e5-{t}-v2 | e5 | plain
ntt | tsuzumi {size} | tsuzumi-{size} | tsuzumi |
vivo | bluelm {size} | bluelm-{size} | bluelm |
shengshu | viduq1 {u:text|image|start end|reference} | viduq1-{u} | vidu | plain
shengshu | vidu2 {u:text|image|start end|reference} | vidu2-{u} | vidu | plain
hidream-ai | hidream i1 {t:full|dev|fast} | hidream-i1-{t} | hidream | plain
pixart | pixart sigma xl 2 | pixart-sigma-xl-2 | pixart | drop=1024 drop=ms
kakaobrain | mindall e | mindall-e | mindall-e | plain
skywork | skywork swe {size} | skywork-swe-{size} | skywork-swe |
ise-uiuc | magicoder s {t:cl|ds} {size} | magicoder-s-{t}-{size} | magicoder |
m-a-p | opencodeinterpreter {t:ds|cl|gm} {size} | opencodeinterpreter-{t}-{size} | opencodeinterpreter |
discoresearch | discolm german {size} v1 | discolm-german-{size}-v1 | discolm |
ajibawa-2023 | python code {size} | python-code-{size} | python-code |
princeton | swe llama {size} | swe-llama-{size} | swe-llama |
"""

# Names that stand for themselves: developer: slugs. Fine-tunes are versions of their own under their maker.
_SINGLE_NAMES = """
cognitivecomputations: dolphin-2.2.1-mistral-7b, dolphin-2.6-mixtral-8x7b, dolphin-mixtral-8x7b,
    dolphin-mixtral-8x22b, dolphin-2.9.2-mixtral-8x22b, dolphin-2.9.2-qwen2-72b, dolphin3.0-mistral-24b,
    dolphin3.0-r1-mistral-24b, dolphin-mistral-24b-venice-edition, dolphin-3.0-mistral-24b,
    dolphin-2.5-mixtral-8x7b
sao10k: l3-lunaris-8b, l3-8b-lunaris, l3-euryale-70b, l3.1-euryale-70b, l3.3-euryale-70b, l3-70b-euryale-v2.1,
    l3.1-70b-hanami-x1, l31-70b-euryale-v2.2, l3.1-70b-euryale-v2.2, l3.3-70b-euryale-v2.3, l3-8b-stheno-v3.2,
    fimbulvetr-11b-v2
thedrummer: anubis-70b-v1.1, anubis-pro-105b-v1, cydonia-24b-v4.1, rocinante-12b, skyfall-36b-v2,
    unslopnemo-12b, valkyrie-49b-v1
neversleep: llama-3-lumimaid-70b, llama-3-lumimaid-8b, llama-3.1-lumimaid-70b, llama-3.1-lumimaid-8b,
    noromaid-20b
anthracite: magnum-v2-72b, magnum-v4-72b
alpindale: goliath-120b, magnum-72b
gryphe: mythomax-l2-13b
undi95: remm-slerp-l2-13b, toppy-m-7b
pygmalionai: mythalion-13b
mancer: weaver
raifle: sorcererlm-8x22b
sophosympatheia: midnight-rose-70b
eva-unit-01: eva-llama-3.33-70b, eva-qwen-2.5-32b, eva-qwen-2.5-72b
nothingiisreal: mn-celeste-12b
aetherwiing: mn-starcannon-12b
infermatic: mn-inferor-12b
jondurbin: airoboros-l2-70b
featherless: qwerky-72b
shisa: shisa-v2-llama3.3-70b
scb10x: llama3.1-typhoon2-70b, llama3.1-typhoon2-8b
sentient: dobby-mini-unhinged-plus-llama-3.1-8b
open-r1: olympiccoder-32b
arliai: qwq-32b-arliai-rpr-v1
snorkel: snorkel-mistral-pairrm-dpo, snorkel-mistral-7b-pairrm-dpo
abacusai: dracarys-72b, dracarys2-72b, dracarys-llama-3.1-70b, dracarys2-llama-3.1-70b, smaug-qwen2-72b
princeton: gemma-2-9b-it-simpo
phind: phind-codellama-34b-v2, phind-codellama-34b-v1
fireworks: firefunction-v1, firefunction-v2
nvidia: llama2-70b-steerlm, nv-llama2-70b-steerlm
opencoder: opencoder-8b, opencoder-1.5b
argilla: notus-7b-v1
meta-math: metamath-mistral-7b, metamath-7b-v1.0, metamath-llemma-7b
sustech: sus-chat-34b
uukuguy: speechless-codellama-34b-v2.0, speechless-coding-7b-16k-tora, speechless-code-mistral-7b-v1.0,
    speechless-coder-ds-6.7b, speechless-starcoder2-15b, speechless-starcoder2-7b
marin: marin-8b
"""
# fmt: on

SMALLER_MAKERS = _SMALLER_MAKERS
SINGLE_NAMES = _SINGLE_NAMES
