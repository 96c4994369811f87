/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every kernel, in the order of an evaluation; read with ITEM and GROUP defined. No include guard.
 *
 * ITEM (name, Args): sl_gpu_NAME (const Args *, size_t i) does item i, alone. GROUP (name, Args, Shared):
 * sl_gpu_NAME_lane (const Args *, size_t group, unsigned lane, Shared *) is done by each of
 * SL_GPU_N_SFH_TANGENTS lanes of a group, and when all of them have, sl_gpu_NAME_sum (const Args *, size_t
 * group, unsigned lane, const Shared *) is. Sums are taken in a fixed order, so that results are the same
 * from one run to the next. */
ITEM (line_spans, SlGpuArrays)
ITEM (profiles, SlGpuArrays)
ITEM (cover, SlGpuArrays)
ITEM (gas_continuum, SlGpuArrays)
ITEM (gas_lines, SlGpuArrays)
ITEM (populations, SlGpuArrays)
ITEM (transmission, SlGpuArrays)
GROUP (energy_part, SlGpuArrays, SlGpuShared)
ITEM (energy, SlGpuArrays)
ITEM (energy_slots, SlGpuArrays)
GROUP (dust_emission_sums, SlGpuArrays, SlGpuShared)
GROUP (functionals, SlGpuArrays, SlGpuShared)
ITEM (slots, SlGpuArrays)
ITEM (sums_now, SlGpuArrays)
ITEM (sums_epochs, SlGpuArrays)
ITEM (sums_observer, SlGpuArrays)
GROUP (absorbed, SlGpuArrays, SlGpuShared)
ITEM (terms, SlGpuArrays)
ITEM (spectrum, SlGpuArrays)
ITEM (split, SlGpuArrays)
