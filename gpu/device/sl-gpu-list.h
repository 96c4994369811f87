/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every kernel, in the order of an evaluation. The including file defines ITEM and GROUP. No include guard.
 *
 * ITEM (name, Args): sl_gpu_NAME (const Args *, size_t i) computes item i, independently of the others.
 * GROUP (name, Args, Shared): the SL_GPU_N_LANES threads of a group each run sl_gpu_NAME_lane (const Args *,
 * size_t group, unsigned lane, Shared *) and, after all of them, sl_gpu_NAME_sum (const Args *, size_t group,
 * unsigned lane, const Shared *). Sums have a fixed order, so that results are the same in every run. */
ITEM (line_spans, SlGpuArrays)
ITEM (profiles, SlGpuArrays)
ITEM (cover, SlGpuArrays)
ITEM (gas_continuum, SlGpuArrays)
ITEM (gas_lines, SlGpuArrays)
ITEM (ssps, SlGpuArrays)
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
