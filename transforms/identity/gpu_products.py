"""The accelerators we know, one line per product model: the rules, the catalogue and queries all read these tables.

Columns, separated by `|`:

- id: vendor, then the model. Its words are also a name of the product.
- other names: separated by commas. Case, spaces and hyphens never matter.
- sold as: form factor and memory in GiB of each variant, `sxm:40,80 pcie:40,80`. `180~192`: one memory that vendors
  also quote as the second figure. `mod:48` is aftermarket memory. `?` where memory is unknown or does not tell.
- architecture.

Form factor or memory enter an id only where a line lists more than one. Ti, SUPER, D, laptop, Ada, V100S are models of
their own. Figures are as the vendors publish them.
"""

# fmt: off
_NVIDIA_DATACENTRE = """
nvidia-h100 | h 100 | sxm:80 pcie:80 nvl:94 | hopper
nvidia-h200 | h 200 | sxm:141 nvl:141 | hopper
nvidia-h800 | | sxm:80 pcie:80 | hopper
nvidia-h20 | | sxm:96,141 | hopper
nvidia-gh200 | | superchip:96,144 | hopper
nvidia-h100-cnx | | pcie:80 | hopper
nvidia-b100 | | sxm:192 | blackwell
nvidia-b200 | b 200 | sxm:180~192 | blackwell
nvidia-b300 | | sxm:288~262 | blackwell-ultra
nvidia-gb200 | | nvl72:186~192 nvl36:186~192 nvl4:186~192 | blackwell
nvidia-gb300 | gb300 sxm6 | nvl72:288~277 desktop:288~277 | blackwell-ultra
nvidia-gb10 | dgx spark | soc:128 | blackwell
nvidia-a100 | a 100 | sxm:40,80 pcie:40,80 | ampere
nvidia-a100x | | pcie:80 | ampere
nvidia-a800 | | sxm:80 pcie:40,80 | ampere
nvidia-a30 | | pcie:24 | ampere
nvidia-a30x | | pcie:24 | ampere
nvidia-a40 | | pcie:48 | ampere
nvidia-a10 | | pcie:24 | ampere
nvidia-a10g | | pcie:24 | ampere
nvidia-a10m | | pcie:20 | ampere
nvidia-a16 | | pcie:16 | ampere
nvidia-a2 | | pcie:16 | ampere
nvidia-l4 | | pcie:24 | ada
nvidia-l40 | | pcie:48 | ada
nvidia-l40s | | pcie:48 | ada
nvidia-l40g | | pcie:24 | ada
nvidia-l20 | | pcie:48 | ada
nvidia-l2 | | pcie:24 | ada
nvidia-v100 | | sxm2:16,32 sxm3:32 pcie:16,32 fhhl:16 dgxs:16,32 | volta
nvidia-v100s | | pcie:32 | volta
nvidia-t4 | | pcie:16 | turing
nvidia-t4g | | pcie:16 | turing
nvidia-t10 | | pcie:16 | turing
nvidia-p100 | | sxm2:16 pcie:12,16 dgxs:16 | pascal
nvidia-p40 | | pcie:24 | pascal
nvidia-p4 | | pcie:8 | pascal
nvidia-p6 | | mxm:16 | pascal
nvidia-m60 | | pcie:8 | maxwell
nvidia-m40 | | pcie:12,24 | maxwell
nvidia-m10 | | pcie:8 | maxwell
nvidia-m6 | | mxm:8 | maxwell
nvidia-m4 | | pcie:4 | maxwell
nvidia-k80 | | pcie:12 | kepler
nvidia-k40 | k40c, k40d, k40m, k40s, k40st, k40t | pcie:12 | kepler
nvidia-k20 | k20c, k20m, k20s | pcie:5 | kepler
nvidia-k20x | k20xm | pcie:6 | kepler
nvidia-k10 | | pcie:4 | kepler
nvidia-k520 | grid k520 | pcie:4 | kepler
nvidia-cmp-170hx | | pcie:8,10 mod:64 | ampere
nvidia-jetson-agx-orin | | soc:32,64 | ampere
nvidia-jetson-agx-thor | jetson thor | soc:128 | blackwell
nvidia-jetson-agx-xavier | | soc:16,32 | volta
nvidia-jetson-nano | | soc:2,4 | maxwell
nvidia-jetson-tx2 | | soc:4,8 | pascal
nvidia-jetson-xavier-nx | | soc:8,16 | volta
nvidia-jetson-orin-nano | | soc:4,8 | ampere
nvidia-jetson-orin-nano-super | | soc:8 | ampere
nvidia-jetson-orin-nx | | soc:8,16 | ampere
"""

_NVIDIA_WORKSTATION = """
nvidia-rtx-pro-6000 | rtx 6000 pro, pro 6000, rtx 6000 blackwell, blackwell rtx 6000 | pcie:96 | blackwell
nvidia-rtx-pro-6000-d | rtx pro 6000d, rtx 6000d | pcie:84 | blackwell
nvidia-rtx-pro-5000 | rtx 5000 pro | pcie:48,72 | blackwell
nvidia-rtx-pro-4500 | rtx 4500 pro | pcie:32 | blackwell
nvidia-rtx-pro-4000 | rtx 4000 pro | pcie:24 | blackwell
nvidia-rtx-pro-4000-sff | rtx pro 4000 blackwell sff, rtx pro 4000 sff blackwell | pcie:24 | blackwell
nvidia-rtx-pro-2000 | | pcie:16 | blackwell
nvidia-rtx-6000-ada | | pcie:48 | ada
nvidia-rtx-5880-ada | | pcie:48 | ada
nvidia-rtx-5000-ada | | pcie:32 | ada
nvidia-rtx-4500-ada | | pcie:24 | ada
nvidia-rtx-4000-ada | | pcie:20 | ada
nvidia-rtx-4000-sff-ada | rtx 4000 ada sff, rtx 4000 ada generation sff | pcie:20 | ada
nvidia-rtx-2000-ada | | pcie:16 | ada
nvidia-rtx-2000e-ada | | pcie:16 | ada
nvidia-rtx-a6000 | a6000 | pcie:48 | ampere
nvidia-rtx-a5500 | a5500 | pcie:24 | ampere
nvidia-rtx-a5000 | a5000 | pcie:24 | ampere
nvidia-rtx-a4500 | a4500 | pcie:20 | ampere
nvidia-rtx-a4000 | a4000 | pcie:16 | ampere
nvidia-rtx-a2000 | a2000 | pcie:6,12 | ampere
nvidia-rtx-a1000 | | pcie:8 | ampere
nvidia-rtx-a400 | | pcie:4 | ampere
nvidia-quadro-rtx-8000 | rtx 8000, q rtx 8000 | pcie:48 | turing
nvidia-quadro-rtx-6000 | q rtx 6000, rtx 6000 turing | pcie:24 | turing
nvidia-quadro-rtx-5000 | q rtx 5000, rtx 5000 turing | pcie:16 | turing
nvidia-quadro-rtx-4000 | q rtx 4000, rtx 4000 turing | pcie:8 | turing
nvidia-t1000 | quadro t1000 | pcie:4,8 | turing
nvidia-t600 | quadro t600 | pcie:4 | turing
nvidia-t400 | quadro t400 | pcie:2,4 | turing
nvidia-quadro-gv100 | gv100 | pcie:32 | volta
nvidia-quadro-gp100 | gp100 | pcie:16 | pascal
nvidia-quadro-p6000 | p6000 | pcie:24 | pascal
nvidia-quadro-p5000 | p5000 | pcie:16 | pascal
nvidia-quadro-p4000 | p4000 | pcie:8 | pascal
nvidia-quadro-p2000 | p2000 | pcie:5 | pascal
nvidia-quadro-p2200 | p2200 | pcie:5 | pascal
nvidia-quadro-p1000 | | pcie:4 | pascal
nvidia-quadro-p600 | | pcie:2 | pascal
nvidia-quadro-m6000 | m6000 | pcie:12,24 | maxwell
nvidia-quadro-m5000 | m5000 | pcie:8 | maxwell
nvidia-quadro-m4000 | m4000 | pcie:8 | maxwell
nvidia-titan-rtx | | pcie:24 | turing
nvidia-titan-v | | pcie:12 | volta
nvidia-titan-xp | | pcie:12 | pascal
nvidia-titan-x-pascal | titan x pascal | pcie:12 | pascal
nvidia-gtx-titan-x | geforce gtx titan x | pcie:12 | maxwell
nvidia-gtx-titan-black | geforce gtx titan black | pcie:6 | kepler
nvidia-gtx-titan | geforce gtx titan | pcie:6 | kepler
"""

# Every line also answers to "GeForce …"; from the GTX 10 series on also to the bare number at the start of a name.
_NVIDIA_GEFORCE = """
nvidia-gtx-580 | | pcie:1.5,3 | fermi
nvidia-gtx-780 | | pcie:3,6 | kepler
nvidia-gtx-960 | | pcie:2,4 | maxwell
nvidia-gtx-970 | | pcie:4 | maxwell
nvidia-gtx-980 | | pcie:4 | maxwell
nvidia-gtx-980-ti | | pcie:6 | maxwell
nvidia-gtx-1050 | | pcie:2,3 | pascal
nvidia-gtx-1050-ti | | pcie:4 | pascal
nvidia-gtx-1060 | | pcie:3,5,6 | pascal
nvidia-gtx-1070 | | pcie:8 | pascal
nvidia-gtx-1070-ti | | pcie:8 | pascal
nvidia-gtx-1080 | | pcie:8 | pascal
nvidia-gtx-1080-ti | | pcie:11 | pascal
nvidia-gtx-1630 | | pcie:4 | turing
nvidia-gtx-1650 | | pcie:4 | turing
nvidia-gtx-1650-super | | pcie:4 | turing
nvidia-gtx-1660 | | pcie:6 | turing
nvidia-gtx-1660-super | | pcie:6 | turing
nvidia-gtx-1660-ti | | pcie:6 | turing
nvidia-rtx-2060 | | pcie:6,12 | turing
nvidia-rtx-2060-super | | pcie:8 | turing
nvidia-rtx-2070 | | pcie:8 | turing
nvidia-rtx-2070-super | | pcie:8 | turing
nvidia-rtx-2080 | | pcie:8 | turing
nvidia-rtx-2080-super | | pcie:8 | turing
nvidia-rtx-2080-ti | | pcie:11 mod:22 | turing
nvidia-rtx-3050 | | pcie:4,6,8 | ampere
nvidia-rtx-3060 | | pcie:8,12 | ampere
nvidia-rtx-3060-ti | | pcie:8 | ampere
nvidia-rtx-3070 | | pcie:8 mod:16 | ampere
nvidia-rtx-3070-ti | | pcie:8 | ampere
nvidia-rtx-3080 | | pcie:10,12 mod:20 | ampere
nvidia-rtx-3080-ti | | pcie:12 | ampere
nvidia-rtx-3090 | | pcie:24 | ampere
nvidia-rtx-3090-ti | | pcie:24 | ampere
nvidia-rtx-4060 | | pcie:8 | ada
nvidia-rtx-4060-ti | | pcie:8,16 | ada
nvidia-rtx-4070 | | pcie:12 | ada
nvidia-rtx-4070-super | | pcie:12 | ada
nvidia-rtx-4070-ti | | pcie:12 | ada
nvidia-rtx-4070-ti-super | | pcie:16 | ada
nvidia-rtx-4080 | | pcie:16 mod:32 | ada
nvidia-rtx-4080-super | | pcie:16 mod:32 | ada
nvidia-rtx-4090 | | pcie:24 mod:48 | ada
nvidia-rtx-4090-d | | pcie:24 mod:48 | ada
nvidia-rtx-5050 | | pcie:8 | blackwell
nvidia-rtx-5060 | | pcie:8 | blackwell
nvidia-rtx-5060-ti | | pcie:8,16 | blackwell
nvidia-rtx-5070 | | pcie:12 | blackwell
nvidia-rtx-5070-ti | | pcie:16 | blackwell
nvidia-rtx-5080 | | pcie:16 | blackwell
nvidia-rtx-5090 | | pcie:32 | blackwell
nvidia-rtx-5090-d | | pcie:32 | blackwell
nvidia-rtx-5090-d-v2 | | pcie:24 | blackwell
"""

_AMD = """
amd-mi25 | | pcie:16 | vega
amd-mi50 | | pcie:16,32 | vega
amd-mi60 | | pcie:32 | vega
amd-mi100 | | pcie:32 | cdna
amd-mi210 | | pcie:64 | cdna2
amd-mi250 | | oam:128 | cdna2
amd-mi250x | | oam:128 | cdna2
amd-mi300a | | apu:128 | cdna3
amd-mi300x | | oam:192 | cdna3
amd-mi308x | | oam:192 | cdna3
amd-mi325x | | oam:256 | cdna3
amd-mi350x | | oam:288 | cdna4
amd-mi355x | | oam:288 | cdna4
amd-mi430x | | ? | cdna5
amd-mi440x | | ? | cdna5
amd-mi455x | | oam:432 | cdna5
amd-radeon-pro-v520 | v520 | pcie:8 | rdna
amd-radeon-pro-v620 | v620 | pcie:32 | rdna2
amd-radeon-pro-v710 | v710 | pcie:28~24 | rdna3
amd-radeon-pro-w6800 | | pcie:32 | rdna2
amd-radeon-pro-w7700 | | pcie:16 | rdna3
amd-radeon-pro-w7800 | | pcie:32,48 | rdna3
amd-radeon-pro-w7900 | | pcie:48 | rdna3
amd-radeon-ai-pro-r9700 | r9700 | pcie:32 | rdna4
amd-radeon-vii | | pcie:16 | vega
amd-radeon-rx-6600 | rx 6600 | pcie:8 | rdna2
amd-radeon-rx-6600-xt | rx 6600 xt | pcie:8 | rdna2
amd-radeon-rx-6700-xt | rx 6700 xt | pcie:12 | rdna2
amd-radeon-rx-6800 | rx 6800 | pcie:16 | rdna2
amd-radeon-rx-6800-xt | rx 6800 xt | pcie:16 | rdna2
amd-radeon-rx-6900-xt | rx 6900 xt | pcie:16 | rdna2
amd-radeon-rx-6950-xt | rx 6950 xt | pcie:16 | rdna2
amd-radeon-rx-7600 | rx 7600 | pcie:8 | rdna3
amd-radeon-rx-7600-xt | rx 7600 xt | pcie:16 | rdna3
amd-radeon-rx-7700-xt | rx 7700 xt | pcie:12 | rdna3
amd-radeon-rx-7800-xt | rx 7800 xt | pcie:16 | rdna3
amd-radeon-rx-7900-gre | rx 7900 gre | pcie:16 | rdna3
amd-radeon-rx-7900-xt | rx 7900 xt | pcie:20 | rdna3
amd-radeon-rx-7900-xtx | rx 7900 xtx | pcie:24 | rdna3
amd-radeon-rx-9060-xt | rx 9060 xt | pcie:8,16 | rdna4
amd-radeon-rx-9070 | rx 9070 | pcie:16 | rdna4
amd-radeon-rx-9070-xt | rx 9070 xt | pcie:16 | rdna4
"""

_INTEL_APPLE_AND_OTHERS = """
intel-max-1100 | data center gpu max 1100 | pcie:48 | xe-hpc
intel-max-1550 | data center gpu max 1550 | oam:128 | xe-hpc
intel-flex-140 | data center gpu flex 140 | pcie:12 | xe-hpg
intel-flex-170 | data center gpu flex 170 | pcie:16 | xe-hpg
intel-arc-a580 | | pcie:8 | xe-hpg
intel-arc-a750 | | pcie:8 | xe-hpg
intel-arc-a770 | | pcie:8,16 | xe-hpg
intel-arc-b570 | | pcie:10 | xe2
intel-arc-b580 | | pcie:12 | xe2
intel-arc-pro-b50 | | pcie:16 | xe2
intel-arc-pro-b60 | | pcie:24 | xe2
intel-arc-140t | | ? | xe-lpg
intel-arc-140v | | ? | xe2
apple-m1 | | ? | apple
apple-m1-pro | | ? | apple
apple-m1-max | | soc:32,64 | apple
apple-m1-ultra | | soc:64,128 | apple
apple-m2 | | ? | apple
apple-m2-pro | | soc:16,32 | apple
apple-m2-max | | soc:32,64,96 | apple
apple-m2-ultra | | soc:64,128,192 | apple
apple-m3 | | ? | apple
apple-m3-pro | | soc:18,36 | apple
apple-m3-max | | soc:36,48,64,96,128 | apple
apple-m3-ultra | | soc:96,256,512 | apple
apple-m4 | | ? | apple
apple-m4-pro | | soc:24,48,64 | apple
apple-m4-max | | soc:36,48,64,128 | apple
apple-m5 | | ? | apple
apple-m5-pro | | ? | apple
apple-m5-max | | ? | apple
"""

# Accelerators that are no GPUs: kind | id | other names | architecture. Slices of a TPU pod ("tpu-v2-8") become ids of
# their own: their price is that of the whole slice.
_OTHER_KINDS = """
tpu | google-tpu-v1 | | ?
tpu | google-tpu-v2 | | ?
tpu | google-tpu-v3 | | ?
tpu | google-tpu-v4 | | ?
tpu | google-tpu-v4i | | ?
tpu | google-tpu-v5e | v5e, v5litepod, tpu v5litepod, tpu v5 litepod, tpu v5 lite, tpu v5lite, cloud tpu v5e | ?
tpu | google-tpu-v5p | v5p | ?
tpu | google-tpu-v6e | v6e, tpu v6, tpu trillium, trillium | ?
tpu | google-tpu-v7 | tpu7x, ironwood, tpu ironwood | ?
inferentia | aws-inferentia | inferentia, inferentia 1 | ?
inferentia | aws-inferentia-2 | inferentia 2, inferentia v2 | ?
trainium | aws-trainium | trainium, trainium 1 | ?
trainium | aws-trainium-2 | trainium 2 | ?
trainium | aws-trainium-3 | trainium 3 | ?
gaudi | intel-gaudi | gaudi, gaudi 1, gaudi hl 205, hl 205 | pcie:32
gaudi | intel-gaudi-2 | gaudi 2 | oam:96
gaudi | intel-gaudi-3 | gaudi 3 | oam:128
npu | qualcomm-ai100 | ai 100, cloud ai 100 | ?
npu | qualcomm-ai100-ultra | ai 100 ultra, cloud ai 100 ultra | pcie:128
npu | huawei-ascend-310 | | ?
npu | huawei-ascend-310p | | ?
npu | huawei-ascend-910 | | ?
npu | huawei-ascend-910b | | ?
npu | huawei-ascend-910c | | ?
npu | untether-speedai240-slim | untetherai speedai240 slim | ?
npu | untether-speedai240-preview | untetherai speedai240 preview | ?
npu | moore-threads-s4000 | mtt s4000 | ?
npu | moore-threads-s3000 | mtt s3000 | ?
npu | cambricon-mlu370 | mlu370 | ?
npu | cambricon-mlu590 | mlu590 | ?
npu | kunlunxin-p800 | kunlun p800 | ?
npu | metax-c500 | | ?
npu | groq-lpu | groqcard | ?
npu | cerebras-wse-2 | cerebras cs 2, cs 2 | ?
npu | cerebras-wse-3 | cerebras cs 3, cs 3 | ?
npu | sambanova-sn40l | | ?
npu | tenstorrent-wormhole-n150 | wormhole n150 | ?
npu | tenstorrent-wormhole-n300 | wormhole n300 | ?
npu | tenstorrent-blackhole-p150 | blackhole p150 | ?
npu | furiosa-rngd | | ?
npu | rebellions-atom | | ?
ipu | graphcore-ipu | | ?
ipu | graphcore-ipu-gc200 | | ?
ipu | graphcore-ipu-bow | graphcore bow ipu, bow ipu | ?
fpga | xilinx-vu9p | virtex ultrascale vu9p, virtex ultrascale+ vu9p, virtex ultrascale plus vu9p | ?
fpga | xilinx-vu47p | virtex ultrascale+ vu47p, virtex ultrascale plus vu47p | ?
fpga | xilinx-alveo-u250 | alveo u250 | ?
fpga | xilinx-alveo-u200 | alveo u200 | ?
fpga | xilinx-alveo-u280 | alveo u280 | ?
fpga | xilinx-alveo-u50 | alveo u50 | ?
fpga | xilinx-alveo-u55c | alveo u55c | ?
fpga | xilinx-alveo-u30 | alveo u30 | ?
"""
# fmt: on

GPU_TABLES = (_NVIDIA_DATACENTRE, _NVIDIA_WORKSTATION, _NVIDIA_GEFORCE, _AMD, _INTEL_APPLE_AND_OTHERS)
OTHER_KINDS = _OTHER_KINDS

# GPUs that are also sold as a board of several: the board is an id of its own below the GPU.
GPUS_PER_BOARD = {"nvidia-k80": 2, "nvidia-m60": 2, "nvidia-m10": 4, "nvidia-a16": 4, "intel-arc-pro-b60": 2}

# Cards sold in editions of one model: Server, Workstation, Max-Q.
WITH_EDITIONS = frozenset(
    {
        "nvidia-rtx-pro-6000",
        "nvidia-rtx-pro-6000-d",
        "nvidia-rtx-pro-5000",
        "nvidia-rtx-pro-4500",
        "nvidia-rtx-pro-4000",
    }
)

# Slices of one card by memory, where a size names one profile only: model -> GiB -> profile.
MIG_PROFILES = {"nvidia-rtx-pro-6000": {24: "1g.24gb", 48: "2g.48gb"}}

# Names that several products share, told apart by memory alone; without memory they stay open.
SHARED_NAMES = {
    "rtx 6000": {24: "nvidia-quadro-rtx-6000", 48: "nvidia-rtx-6000-ada", 96: "nvidia-rtx-pro-6000"},
    "rtx 5000": {16: "nvidia-quadro-rtx-5000", 32: "nvidia-rtx-5000-ada", 48: "nvidia-rtx-pro-5000"},
    "rtx 4500": {24: "nvidia-rtx-4500-ada", 32: "nvidia-rtx-pro-4500"},
    "rtx 4000": {8: "nvidia-quadro-rtx-4000", 20: "nvidia-rtx-4000-ada", 24: "nvidia-rtx-pro-4000"},
}

# What a cloud's instance type says of its accelerators, where the cloud documents it: pattern of the whole type in
# lower case | product | form factor | memory.
INSTANCE_TYPES = r"""
g2\.\w+ | nvidia-k520 | pcie | 4
g3s?\.\w+ | nvidia-m60 | pcie | 8
g4dn\.[\w-]+ | nvidia-t4 | pcie | 16
g4ad\.\w+ | amd-radeon-pro-v520 | pcie | 8
g5\.\w+ | nvidia-a10g | pcie | 24
g5g\.\w+ | nvidia-t4g | pcie | 16
(g6|gr6|g6f|gr6f)\.\w+ | nvidia-l4 | pcie | 24
g6e\.\w+ | nvidia-l40s | pcie | 48
g7e\.\w+ | nvidia-rtx-pro-6000 | pcie | 96
p2\.\w+ | nvidia-k80 | pcie | 12
p3\.\w+ | nvidia-v100 | sxm2 | 16
p3dn\.\w+ | nvidia-v100 | sxm2 | 32
p4d\.\w+ | nvidia-a100 | sxm | 40
p4de\.\w+ | nvidia-a100 | sxm | 80
p5\.\w+ | nvidia-h100 | sxm | 80
p5en?\.\w+ | nvidia-h200 | sxm | 141
p6-b200\.\w+ | nvidia-b200 | sxm |
p6-b300\.\w+ | nvidia-b300 | sxm |
p6e-gb200\.\w+ | nvidia-gb200 | nvl72 |
inf1\.\w+ | aws-inferentia | |
inf2\.\w+ | aws-inferentia-2 | |
trn1n?\.\w+ | aws-trainium | |
trn2u?\.\w+ | aws-trainium-2 | |
dl1\.\w+ | intel-gaudi | |
dl2q\.\w+ | qualcomm-ai100 | |
f1\.\w+ | xilinx-vu9p | |
f2\.\w+ | xilinx-vu47p | |
(standard_)?nc(6|12|24|24r)(_promo)? | nvidia-k80 | pcie | 12
(standard_)?nc\d+r?s_v2 | nvidia-p100 | pcie | 16
(standard_)?nc\d+r?s_v3 | nvidia-v100 | pcie | 16
(standard_)?nd(6|12|24)r?s | nvidia-p40 | pcie | 24
(standard_)?nd40rs_v2 | nvidia-v100 | sxm2 | 32
(standard_)?nv(6|12|24)(_promo)? | nvidia-m60 | pcie | 8
(standard_)?nv\d+s_v3 | nvidia-m60 | pcie | 8
(standard_)?nv\d+as_v4 | amd-mi25 | pcie | 16
(standard_)?nv\d+adm?s_a10_v5 | nvidia-a10 | pcie | 24
(standard_)?nc\d+as_t4_v3 | nvidia-t4 | pcie | 16
(standard_)?nc\d+ads_a100_v4 | nvidia-a100 | pcie | 80
(standard_)?nd96asr(_a100)?_v4 | nvidia-a100 | sxm | 40
(standard_)?nd96amsr(_a100)?_v4 | nvidia-a100 | sxm | 80
(standard_)?nc\d+ad[a-z]*s_h100_v5 | nvidia-h100 | nvl | 94
(standard_)?nd96isr_h100_v5 | nvidia-h100 | sxm | 80
(standard_)?nd96isr_h200_v5 | nvidia-h200 | sxm | 141
(standard_)?nd96isr_mi300x_v5 | amd-mi300x | oam | 192
(standard_)?nd128isr_(ndr_)?gb200_v6 | nvidia-gb200 | nvl72 |
a2-(highgpu|megagpu)-\d+g | nvidia-a100 | sxm | 40
a2-ultragpu-\d+g | nvidia-a100 | sxm | 80
a3-(high|mega|edge)gpu-\d+g | nvidia-h100 | sxm | 80
a3-ultragpu-\d+g | nvidia-h200 | sxm | 141
a4-highgpu-\d+g | nvidia-b200 | sxm |
a4x-highgpu-\d+g | nvidia-gb200 | nvl72 |
g2-standard-\d+ | nvidia-l4 | pcie | 24
g4-standard-\d+ | nvidia-rtx-pro-6000 | pcie | 96
(bm|vm)\.gpu2\.\d+ | nvidia-p100 | |
(bm|vm)\.gpu3\.\d+ | nvidia-v100 | sxm2 | 16
bm\.gpu4\.8 | nvidia-a100 | sxm | 40
bm\.gpu\.a100-v2\.8 | nvidia-a100 | sxm | 80
(bm|vm)\.gpu\.a10\.\d+ | nvidia-a10 | pcie | 24
bm\.gpu\.h100\.8 | nvidia-h100 | sxm | 80
bm\.gpu\.h200\.8 | nvidia-h200 | sxm | 141
bm\.gpu\.l40s\.4 | nvidia-l40s | pcie | 48
bm\.gpu\.mi300x\.8 | amd-mi300x | oam | 192
bm\.gpu\.mi355x\.8 | amd-mi355x | oam | 288
bm\.gpu\.b200\.8 | nvidia-b200 | sxm |
bm\.gpu\.gb200\.4 | nvidia-gb200 | nvl72 |
ct2-hightpu-\d+t | google-tpu-v2 | |
ct3p?-hightpu-\d+t | google-tpu-v3 | |
ct4p-hightpu-\d+t | google-tpu-v4 | |
ct5lp-hightpu-\d+t | google-tpu-v5e | |
ct5p-hightpu-\d+t | google-tpu-v5p | |
ct6e-standard-\d+t | google-tpu-v6e | |
render-s | nvidia-p100 | pcie | 16
gpu-3070-s | nvidia-rtx-3070 | pcie | 8
h100-[12]-80g | nvidia-h100 | pcie | 80
h100-sxm-[248]-80g | nvidia-h100 | sxm | 80
b300-sxm-8-288g | nvidia-b300 | sxm |
l4-[1248]-24g | nvidia-l4 | pcie | 24
l40s-[1248]-48g | nvidia-l40s | pcie | 48
"""

# Words beside a product that do not change which product it is.
_WORDS_THAT_SAY_NOTHING = """
gpu gpus accelerator accelerators card cards core cores tensor generation gen memory high standard freq freq. mod ac cc
cts ib virtualized nps1 spx hbm2 hbm2e hbm3 hbm3e gddr6 gddr6x gddr7 gib gb tib ssd cloud tpu pod slice chips the secure
community maxsun ms turbo integrated dedicated new baremetal vm with of edition untether groq cerebras apple graphcore
tenstorrent oci oracle infrastructure compute vram vws active passive
"""
SAY_NOTHING = frozenset(_WORDS_THAT_SAY_NOTHING.split())
