/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
/* The work of each kernel, item by item, in the subset common to C and C++: nvcc compiles it as kernels
 * (sl-gpu-cuda.cu), the C compiler as loops (sl-gpu-emulate.c). Formulas are those of model/formulas and
 * the dust laws those of model/dust. No two items write to the same address.
 *
 * Dual numbers have five tangents, those of a transmission curve. */
#define SL_DUAL_K 5
#include "model/formulas/sl-formula.h"
#include "model/dust/sl-dust-law.h"

#include "gpu/device/sl-gpu-arrays.h"

/* ------------------------------------------------------------------ lines */

/* The pixel that contains wavelength x; n beyond the last. */
SL_INLINE unsigned
sl_gpu_pixel_at (const double *edges, unsigned n, double x)
{
  unsigned lo = 0, hi = n;

  while (lo < hi)
    {
      unsigned mid = (lo + hi) / 2;
      if (edges[mid + 1] <= x)
        lo = mid + 1;
      else
        hi = mid;
    }
  return lo;
}

/* Item: a line. Finds the pixels that its profile reaches. */
SL_INLINE void
sl_gpu_line_spans (const SlGpuArrays *s, size_t l)
{
  const double reach = SL_LINE_REACH_SIGMA * s->line_wave[l] * s->params->sigma_v / SL_C_KMS;
  const unsigned i0 = sl_gpu_pixel_at (s->wave_edges, s->n_wave, s->line_wave[l] - reach);
  const unsigned i1 = sl_gpu_pixel_at (s->wave_edges, s->n_wave, s->line_wave[l] + reach);

  s->line_first[l] = i0;
  s->line_count[l] = i0 < s->n_wave ? (i1 + 1 < s->n_wave ? i1 + 1 : s->n_wave) - i0 : 0;
}

/* Item: an entry of the lines' profiles, one line in one pixel. */
SL_INLINE void
sl_gpu_profiles (const SlGpuArrays *s, size_t at)
{
  const unsigned l = s->phi_line[at], i = (unsigned) at - s->phi_first[l], w = s->line_first[l] + i;
  SlDual sigma, phi;

  if (i >= s->line_count[l])
    return;
  sigma = sl_dual_constant (s->params->sigma_v);
  sigma.d[0] = 1.0;
  phi = sl_line_in_pixel_D (s->line_wave[l], s->wave_edges[w], s->wave_edges[w + 1], sigma);
  s->phi[at] = (float) phi.v;
  s->dphi[at] = (float) phi.d[0];
}

/* Item: a pixel. Finds the lines that reach it; they are neighbours, because the first and the last pixel
 * of a line both increase with its wavelength. */
SL_INLINE void
sl_gpu_cover (const SlGpuArrays *s, size_t w)
{
  unsigned lo = 0, hi = s->n_line;

  while (lo < s->n_line && s->line_first[lo] + s->line_count[lo] <= w)
    lo++;
  for (hi = lo; hi < s->n_line && s->line_first[hi] <= w;)
    hi++;
  s->cover[2 * w] = lo;
  s->cover[2 * w + 1] = hi;
}

/* -------------------------------------------------------------------- gas */

/* Sums over ionisation and metallicity: value and tangents with respect to mu, scatter, U, U scatter. table:
 * (A, U, Z, n). */
SL_INLINE void
sl_gpu_collapse_gas (const SlGpuArrays *s, unsigned a, const float *table, unsigned n, size_t i, float sum[5])
{
  const double *wz = s->params->gas_free ? s->wz_gas : s->wz + (size_t) 3 * s->n_met * a, *wu = s->wu;

  for (int r = 0; r < 5; r++)
    sum[r] = 0.0f;
  for (unsigned u = 0; u < s->n_lgu; u++)
    for (unsigned z = 0; z < s->n_met; z++)
      {
        const double by_u = SL_LIGHT_SCALE * wu[u], by_z = SL_LIGHT_SCALE * wz[z];
        const float x = table[((size_t) (a * s->n_lgu + u) * s->n_met + z) * n + i];

        sum[0] += (float) (by_u * wz[z]) * x;
        sum[1] += (float) (by_u * wz[s->n_met + z]) * x;
        sum[2] += (float) (by_u * wz[2 * s->n_met + z]) * x;
        sum[3] += (float) (by_z * wu[s->n_lgu + u]) * x;
        sum[4] += (float) (by_z * wu[2 * s->n_lgu + u]) * x;
      }
}

/* Item: a node of the nebular continuum of a young age. */
SL_INLINE void
sl_gpu_gas_continuum (const SlGpuArrays *s, size_t item)
{
  const unsigned a = (unsigned) (item / s->n_cwave), i = (unsigned) (item % s->n_cwave);
  float sum[5];

  sl_gpu_collapse_gas (s, a, s->continuum, s->n_cwave, i, sum);
  for (int r = 0; r < 5; r++)
    s->gas_cont[((size_t) a * 5 + r) * s->n_cwave + i] = sum[r];
}

/* Item: a line of a young age. Lines are in the order of their wavelengths here. */
SL_INLINE void
sl_gpu_gas_lines (const SlGpuArrays *s, size_t item)
{
  const unsigned a = (unsigned) (item / s->n_line), l = (unsigned) (item % s->n_line), id = s->line_id[l];
  float sum[5];

  sl_gpu_collapse_gas (s, a, s->luminosity, s->n_line, id, sum);
  for (int r = 0; r < 5; r++)
    s->gas_lum[((size_t) a * 5 + r) * s->n_line + l] = s->line_off[id] ? 0.0f : sum[r];
}

/* -------------------------------------------------------------------- SSPs */

/* Rows of light of an age that are in use. */
SL_INLINE int
sl_gpu_light_rows (const SlGpuArrays *s, unsigned a)
{
  if (a >= s->n_young || !s->has_gas)
    return 1 + SL_N_INTERMEDIATES_OLD;
  return s->params->gas_free ? SL_N_LIGHT_ROWS : SL_N_LIGHT_ROWS_TIED;
}

/* A pixel of the nebular emission of a young age: the five sums, then the derivative with respect to the
 * lines' width. */
SL_INLINE void
sl_gpu_gas_at (const SlGpuArrays *s, unsigned a, unsigned w, float gas[6])
{
  const unsigned n = s->node[w];

  for (int r = 0; r < 5; r++)
    {
      const float *c = s->gas_cont + ((size_t) a * 5 + r) * s->n_cwave;
      const float lo = c[n], hi = n + 1 < s->n_cwave ? c[n + 1] : lo;

      gas[r] = (lo + s->frac[w] * (hi - lo)) * s->inside[w];
    }
  gas[5] = 0.0f;
  if (w >= s->n_wave)
    return;
  for (unsigned l = s->cover[2 * w]; l < s->cover[2 * w + 1]; l++)
    {
      const size_t at = s->phi_first[l] + w - s->line_first[l];
      const float *lum = s->gas_lum + (size_t) a * 5 * s->n_line + l;

      for (int r = 0; r < 5; r++)
        gas[r] += lum[(size_t) r * s->n_line] * s->phi[at];
      gas[5] += lum[0] * s->dphi[at];
    }
}

/* Item: a pixel of an age. Sums stars over metallicity and adds the nebular emission of young ages. */
SL_INLINE void
sl_gpu_ssps (const SlGpuArrays *s, size_t item)
{
  const unsigned a = (unsigned) (item / s->stride), w = (unsigned) (item % s->stride);
  const double *wz = s->wz + (size_t) 3 * s->n_met * a;
  const float *flux = s->flux + (size_t) a * s->n_met * s->stride + w;
  float *out = s->light + (size_t) s->light_row[a] * s->stride + w;
  float star[3] = { 0.0f, 0.0f, 0.0f }, gas[6];

  for (unsigned z = 0; z < s->n_met; z++)
    for (int r = 0; r < 3; r++)
      star[r] += (float) (SL_LIGHT_SCALE * wz[r * s->n_met + z]) * flux[(size_t) z * s->stride];
  if (a < s->n_young && s->has_gas)
    {
      const float kept = (float) (1.0 - s->params->f_esc), escaped = (float) s->params->f_esc;
      const int ionising = w < s->n_ionising;

      sl_gpu_gas_at (s, a, w, gas);
      out[(size_t) (1 + SL_INTERMEDIATE_ESCAPE) * s->stride] = (ionising ? star[0] : 0.0f) - gas[0];
      for (int r = 0; r < 3; r++)
        {
          star[r] = ionising ? escaped * star[r] : star[r];
          if (s->params->gas_free && r == 1 + SL_INTERMEDIATE_MU)
            out[(size_t) (1 + SL_INTERMEDIATE_MU_GAS) * s->stride] = kept * gas[r];
          else
            star[r] += kept * gas[r];
        }
      out[(size_t) (1 + SL_INTERMEDIATE_U) * s->stride] = kept * gas[3];
      out[(size_t) (1 + SL_INTERMEDIATE_U_SCATTER) * s->stride] = kept * gas[4];
      out[(size_t) (1 + SL_INTERMEDIATE_SIGMA) * s->stride] = kept * gas[5];
    }
  for (int r = 0; r < 3; r++)
    out[(size_t) r * s->stride] = star[r];
}

/* ------------------------------------------------------------------- dust */

SL_INLINE SlDual
sl_gpu_variable (double v, int i)
{
  SlDual x = sl_dual_constant (v);

  x.d[i] = 1.0;
  return x;
}

/* Transmission of curve c where a law has k0, with tangents in the order of SL_CURVE_*. */
SL_INLINE SlDual
sl_gpu_curve_at (const SlGpuArrays *s, unsigned c, double k0, double lnx, double drude)
{
  const SlGpuParams *p = s->params;
  SlDual curve[SL_N_CURVE];

  curve[SL_CURVE_AV] = sl_gpu_variable (s->curve[3 * c], SL_CURVE_AV);
  curve[SL_CURVE_DELTA] = sl_gpu_variable (s->curve[3 * c + 1], SL_CURVE_DELTA);
  curve[SL_CURVE_BUMP] = sl_gpu_variable (s->curve[3 * c + 2], SL_CURVE_BUMP);
  curve[SL_CURVE_UNOBSCURED] = sl_gpu_variable (p->unobscured, SL_CURVE_UNOBSCURED);
  curve[SL_CURVE_DELTA_ALL] = sl_gpu_variable (p->delta_all, SL_CURVE_DELTA_ALL);
  return sl_dust_transmission_D ((SlDustFormula) p->formula, k0, lnx, drude, curve);
}

/* Item: a pixel of a transmission curve: value and tangents. */
SL_INLINE void
sl_gpu_transmission (const SlGpuArrays *s, size_t item)
{
  const unsigned c = (unsigned) (item / s->stride), w = (unsigned) (item % s->stride);
  const SlGpuParams *p = s->params;
  float *out = s->dust + (size_t) c * SL_MAX_DUST_ROWS * s->stride + w;
  SlDual t;

  if (c >= p->n_curves)
    return;
  t = sl_gpu_curve_at (s, c, s->k0[(size_t) p->law * s->stride + w], s->lnx[w], s->bump[w]);
  out[0] = (float) t.v;
  for (int i = 0; i < SL_MAX_DUST_ROWS - 1; i++)
    out[(size_t) (1 + i) * s->stride] = (float) t.d[i];
}

/* ------------------------------------------------------------ functionals */

/* Adds a pixel of an age to sums over pixels: weight times light times transmission, and its tangents. */
SL_INLINE void
sl_gpu_weigh (const SlGpuArrays *s, unsigned a, size_t w, float k, float sum[SL_GPU_N_SUMS])
{
  const float *light = s->light + (size_t) s->light_row[a] * s->stride + w;
  const float *dust = s->dust + (size_t) s->curve_of[a] * SL_MAX_DUST_ROWS * s->stride + w;
  const float transmitted = k * dust[0], unattenuated = k * light[0];
  const int n_light = sl_gpu_light_rows (s, a);

  for (int r = 0; r < n_light; r++)
    sum[r] += transmitted * light[(size_t) r * s->stride];
  for (int r = 0; r < SL_MAX_DUST_ROWS - 1; r++)
    sum[1 + SL_INTERMEDIATE_AV + r] += unattenuated * dust[(size_t) (1 + r) * s->stride];
}

/* Group: an age and a slice of the pixels. Sums its luminosity before dust and after it. */
SL_INLINE void
sl_gpu_energy_part_lane (const SlGpuArrays *s, size_t group, unsigned lane, SlGpuShared *shared)
{
  const unsigned a = (unsigned) (group / SL_GPU_PIECES), piece = (unsigned) (group % SL_GPU_PIECES);
  const int n_light = sl_gpu_light_rows (s, a);
  const float *light = s->light + (size_t) s->light_row[a] * s->stride;
  float all[SL_GPU_N_SUMS] = { 0.0f }, left[SL_GPU_N_SUMS] = { 0.0f };

  for (size_t w = lane + (size_t) piece * SL_GPU_N_LANES; w < s->n_wave;
       w += (size_t) SL_GPU_N_LANES * SL_GPU_PIECES)
    {
      for (int r = 0; r < n_light; r++)
        all[r] += s->nu[w] * light[(size_t) r * s->stride + w];
      sl_gpu_weigh (s, a, w, s->nu[w], left);
    }
  for (int r = 0; r < SL_GPU_N_SUMS; r++)
    {
      shared->sum[lane][r] = all[r];
      shared->sum[lane][SL_GPU_N_SUMS + r] = left[r];
    }
}

SL_INLINE double
sl_gpu_sum_lanes (const SlGpuShared *shared, unsigned r)
{
  double sum = 0.0;

  for (int lane = 0; lane < SL_GPU_N_LANES; lane++)
    sum += shared->sum[lane][r];
  return sum;
}

SL_INLINE void
sl_gpu_energy_part_sum (const SlGpuArrays *s, size_t group, unsigned lane, const SlGpuShared *shared)
{
  if (lane < 2 * SL_GPU_N_SUMS)
    s->energy_part[group * 2 * SL_GPU_N_SUMS + lane] = sl_gpu_sum_lanes (shared, lane);
}

/* Item: a sum of an age. */
SL_INLINE void
sl_gpu_energy (const SlGpuArrays *s, size_t item)
{
  const size_t a = item / (2 * SL_GPU_N_SUMS), r = item % (2 * SL_GPU_N_SUMS);
  double sum = 0.0;

  for (int piece = 0; piece < SL_GPU_PIECES; piece++)
    sum += s->energy_part[(a * SL_GPU_PIECES + piece) * 2 * SL_GPU_N_SUMS + r];
  s->energy[item] = sum / SL_LIGHT_SCALE;
}

/* Applies the Jacobian terms: from tangents with respect to the intermediates of an age to parameter
 * slots. */
SL_INLINE void
sl_gpu_fill_slots (const SlGpuArrays *s, size_t a, const double *sums, double slots[SL_GPU_N_SLOTS])
{
  const SlGpuParams *p = s->params;

  for (int c = 0; c < SL_GPU_N_SLOTS; c++)
    slots[c] = 0.0;
  slots[0] = sums[0];
  for (unsigned l = 0; l < p->n_jacobian_terms; l++)
    slots[p->jacobian_slot[l]] +=
        sums[1 + p->jacobian_intermediate[l]] * s->jacobian_coef[(size_t) l * s->n_age + a];
}

/* Item: an age, before dust or after it. */
SL_INLINE void
sl_gpu_energy_slots (const SlGpuArrays *s, size_t item)
{
  sl_gpu_fill_slots (s, item / 2, s->energy + item * SL_GPU_N_SUMS, s->energy_slot + item * SL_GPU_N_SLOTS);
}

/* Group: a functional of the dust emission. */
SL_INLINE void
sl_gpu_dust_emission_sums_lane (const SlGpuArrays *s, size_t f, unsigned lane, SlGpuShared *shared)
{
  const SlGpuSpan span = s->span[f];
  double sum[SL_GPU_DUST_EMISSION_SUMS] = { 0.0 };

  if (!s->pending[f] || !s->params->emission || s->kind[f] != SL_GPU_WEIGHTS)
    return;
  for (size_t j = lane; j < (size_t) span.n * SL_BLOCK; j += SL_GPU_N_LANES)
    {
      const size_t at = (size_t) span.first * SL_BLOCK + j,
                   w = (size_t) s->block[at / SL_BLOCK] * SL_BLOCK + at % SL_BLOCK;

      for (int r = 0; r <= SL_GPU_N_DUST_EMISSION; r++)
        sum[r] += s->k[at] * s->dust_emission_spectrum[(size_t) r * s->stride + w];
      sum[1 + SL_GPU_N_DUST_EMISSION] += s->dk[at] * s->dust_emission_spectrum[w];
    }
  for (int r = 0; r < SL_GPU_DUST_EMISSION_SUMS; r++)
    shared->sum[lane][r] = sum[r];
}

SL_INLINE void
sl_gpu_dust_emission_sums_sum (const SlGpuArrays *s, size_t f, unsigned lane, const SlGpuShared *shared)
{
  if (lane < SL_GPU_DUST_EMISSION_SUMS && s->pending[f])
    s->dust_emission_sum[f * SL_GPU_DUST_EMISSION_SUMS + lane] =
        s->params->emission && s->kind[f] == SL_GPU_WEIGHTS ? sl_gpu_sum_lanes (shared, lane) : 0.0;
}

/* Group: a functional of the light of an age. */
SL_INLINE void
sl_gpu_functionals_lane (const SlGpuArrays *s, size_t group, unsigned lane, SlGpuShared *shared)
{
  const unsigned a = (unsigned) (group / s->n_func), f = (unsigned) (group % s->n_func);
  const SlGpuSpan span = s->span[f];
  float sum[SL_GPU_N_SUMS] = { 0.0f }, dz = 0.0f;

  if (!s->pending[f] || s->kind[f] != SL_GPU_WEIGHTS)
    return;
  for (size_t j = lane; j < (size_t) span.n * SL_BLOCK; j += SL_GPU_N_LANES)
    {
      const size_t at = (size_t) span.first * SL_BLOCK + j,
                   w = (size_t) s->block[at / SL_BLOCK] * SL_BLOCK + at % SL_BLOCK;

      sl_gpu_weigh (s, a, w, s->k[at], sum);
      if (f >= s->n_rest)
        dz += s->dk[at] * s->light[(size_t) s->light_row[a] * s->stride + w]
              * s->dust[(size_t) s->curve_of[a] * SL_MAX_DUST_ROWS * s->stride + w];
    }
  for (int r = 0; r < SL_GPU_N_SUMS; r++)
    shared->sum[lane][r] = sum[r];
  shared->sum[lane][SL_GPU_N_SUMS] = dz;
}

SL_INLINE void
sl_gpu_functionals_sum (const SlGpuArrays *s, size_t group, unsigned lane, const SlGpuShared *shared)
{
  const unsigned f = (unsigned) (group % s->n_func);

  if (lane < SL_GPU_N_OUT && s->pending[f] && s->kind[f] == SL_GPU_WEIGHTS)
    s->out[group * SL_GPU_N_OUT + lane] = sl_gpu_sum_lanes (shared, lane) / SL_LIGHT_SCALE;
}

/* A functional that depends on age and metallicity alone: its tangents are those of the metallicity
 * weights. */
SL_INLINE void
sl_gpu_apply_table (const SlGpuArrays *s, size_t a, unsigned f, double out[SL_GPU_N_OUT])
{
  const double *table = s->tables + ((size_t) s->table_at[f] * s->n_age + a) * s->n_met;
  const double *wz = s->wz + 3 * s->n_met * a;

  for (int r = 0; r < SL_GPU_N_OUT; r++)
    out[r] = 0.0;
  for (unsigned r = 0; r <= SL_N_INTERMEDIATES_OLD; r++)
    for (unsigned z = 0; z < s->n_met; z++)
      out[r] += wz[r * s->n_met + z] * table[z];
}

/* The luminosity of emission lines: the young ages' alone. */
SL_INLINE void
sl_gpu_apply_lines (const SlGpuArrays *s, size_t a, unsigned f, double out[SL_GPU_N_OUT])
{
  const SlGpuSpan span = s->span[f];
  const double escaped = s->params->f_esc;
  const int mu = s->params->gas_free ? SL_INTERMEDIATE_MU_GAS : SL_INTERMEDIATE_MU;

  for (int r = 0; r < SL_GPU_N_OUT; r++)
    out[r] = 0.0;
  for (unsigned i = span.first; i < span.first + span.n && a < s->n_young && s->has_gas; i++)
    {
      const float *lum = s->gas_lum + a * 5 * s->n_line + s->summed_line[i];
      SlDual t = sl_dual_constant (1.0);

      if (s->kind[f] == SL_GPU_LINES)
        t = sl_gpu_curve_at (s, s->curve_of[a], s->summed_k0[(size_t) s->params->law * s->n_summed + i],
                             s->summed_lnx[i], s->summed_bump[i]);
      out[0] += (1.0 - escaped) * t.v * lum[0];
      out[1 + mu] += (1.0 - escaped) * t.v * lum[s->n_line];
      out[1 + SL_INTERMEDIATE_SCATTER] += (1.0 - escaped) * t.v * lum[2 * s->n_line];
      out[1 + SL_INTERMEDIATE_U] += (1.0 - escaped) * t.v * lum[3 * s->n_line];
      out[1 + SL_INTERMEDIATE_U_SCATTER] += (1.0 - escaped) * t.v * lum[4 * s->n_line];
      out[1 + SL_INTERMEDIATE_ESCAPE] -= t.v * lum[0];
      for (int r = 0; r < SL_MAX_DUST_ROWS - 1; r++)
        out[1 + SL_INTERMEDIATE_AV + r] += (1.0 - escaped) * t.d[r] * lum[0];
    }
  for (int r = 0; r < SL_GPU_N_OUT; r++)
    out[r] /= SL_LIGHT_SCALE;
}

/* Luminosities of an age. With dust emission all of the light leaves the galaxy. */
SL_INLINE void
sl_gpu_energy_slot (const SlGpuArrays *s, size_t a, unsigned kind, double *slots, double *by_mu)
{
  const double *all = s->energy_slot + 2 * a * SL_GPU_N_SLOTS, *left = all + SL_GPU_N_SLOTS;
  const double all_mu = s->energy[2 * a * SL_GPU_N_SUMS + 1 + SL_INTERMEDIATE_MU];
  const double left_mu = s->energy[(2 * a + 1) * SL_GPU_N_SUMS + 1 + SL_INTERMEDIATE_MU];
  const int absorbed = kind == SL_GPU_ABSORBED, whole = s->params->emission;

  for (int c = 0; c < SL_GPU_N_SLOTS; c++)
    slots[c] = absorbed ? all[c] - left[c] : whole ? all[c] : left[c];
  *by_mu = absorbed ? all_mu - left_mu : whole ? all_mu : left_mu;
}

/* Item: a functional of an age. Fills its parameter slots. */
SL_INLINE void
sl_gpu_slots (const SlGpuArrays *s, size_t item)
{
  const size_t a = item / s->n_func;
  const unsigned f = (unsigned) (item % s->n_func);
  double *slots = s->slots + item * SL_GPU_N_SLOTS, table[SL_GPU_N_OUT];
  const double *out = s->out + item * SL_GPU_N_OUT;

  if (!s->pending[f])
    return;
  if (s->kind[f] == SL_GPU_ATTENUATED || s->kind[f] == SL_GPU_ABSORBED)
    {
      sl_gpu_energy_slot (s, a, s->kind[f], slots, &s->by_mu[item]);
      return;
    }
  if (s->kind[f] == SL_GPU_TABLE)
    {
      sl_gpu_apply_table (s, a, f, table);
      out = table;
    }
  if (s->kind[f] == SL_GPU_LINES || s->kind[f] == SL_GPU_LINES_BARE)
    {
      sl_gpu_apply_lines (s, a, f, table);
      out = table;
    }
  sl_gpu_fill_slots (s, a, out, slots);
  slots[SL_GPU_N_SLOTS - 1] = out[SL_GPU_N_OUT - 1];
  s->by_mu[item] = out[1 + SL_INTERMEDIATE_MU];
  if (s->params->emission && s->kind[f] == SL_GPU_WEIGHTS)
    {
      const double *dust_emission_spectrum = s->dust_emission_sum + (size_t) f * SL_GPU_DUST_EMISSION_SUMS;
      const double *all = s->energy_slot + 2 * a * SL_GPU_N_SLOTS, *left = all + SL_GPU_N_SLOTS;
      const double *sums = s->energy + 2 * a * SL_GPU_N_SUMS;
      const double absorbed = all[0] - left[0];

      for (int c = 0; c < SL_N_SLOTS; c++)
        slots[c] += dust_emission_spectrum[0] * (all[c] - left[c]);
      for (unsigned i = 0; i < SL_GPU_N_DUST_EMISSION; i++)
        slots[s->params->dust_emission_slot + i] += absorbed * dust_emission_spectrum[1 + i];
      s->by_mu[item] += dust_emission_spectrum[0]
                        * (sums[1 + SL_INTERMEDIATE_MU] - sums[SL_GPU_N_SUMS + 1 + SL_INTERMEDIATE_MU]);
      slots[SL_GPU_N_SLOTS - 1] += absorbed * dust_emission_spectrum[1 + SL_GPU_N_DUST_EMISSION];
    }
}

/* Sum c of a functional over ages: its parameter slots, then the tangents of the SFH. */
SL_INLINE double
sl_gpu_total (const SlGpuArrays *s, unsigned f, unsigned c, const double *mass, const double *dmass,
              const double *dmu)
{
  double sum = 0.0;

  for (size_t a = 0; a < s->n_age; a++)
    {
      const double *slots = s->slots + (a * s->n_func + f) * SL_GPU_N_SLOTS;

      if (c < SL_GPU_N_SLOTS)
        sum += mass[a] * slots[c];
      else
        {
          const size_t at = a * SL_N_SFH_TANGENTS + c - SL_GPU_N_SLOTS;

          sum += slots[0] * dmass[at];
          if (dmu)
            sum += mass[a] * s->by_mu[a * s->n_func + f] * dmu[at];
        }
    }
  return sum;
}

/* The column of an item, whose row begins at *row; *used: 0 where nothing acts through it. Neighbouring
 * threads have columns that are in use, and then those that are not. */
SL_INLINE unsigned
sl_gpu_column (const SlGpuArrays *s, size_t item, size_t *row, int *used)
{
  const unsigned at = (unsigned) (item % SL_GPU_N_TOTALS);

  *row = item - at;
  *used = at < s->params->n_columns;
  return s->params->column[at];
}

/* Item: a sum of a functional over ages at the galaxy's epoch. */
SL_INLINE void
sl_gpu_sums_now (const SlGpuArrays *s, size_t item)
{
  const unsigned f = (unsigned) (item / SL_GPU_N_TOTALS);
  size_t row;
  int used;
  const unsigned c = sl_gpu_column (s, item, &row, &used);

  s->totals[row + c] =
      used ? sl_gpu_total (s, f, c, s->mass, s->dmass, s->params->metals_evolve ? s->dmu : NULL) : 0.0;
}

/* Item: a sum of a functional over ages at an epoch of the observable histories. */
SL_INLINE void
sl_gpu_sums_epochs (const SlGpuArrays *s, size_t item)
{
  const unsigned e = (unsigned) (item / SL_GPU_N_TOTALS % s->n_epochs);
  const size_t i = item / SL_GPU_N_TOTALS / s->n_epochs, at = (size_t) e * s->n_age;
  size_t row;
  int used;
  const unsigned c = sl_gpu_column (s, item, &row, &used);

  if (i < s->params->n_hist)
    s->totals_epochs[row + c] =
        used ? sl_gpu_total (s, s->hist_row[i], c, s->masses + at, s->dmasses + at * SL_N_SFH_TANGENTS, NULL)
             : 0.0;
}

/* Item: a sum of a functional of the observer's frame. Each belongs to one epoch; those of one band are
 * consecutive. */
SL_INLINE void
sl_gpu_sums_observer (const SlGpuArrays *s, size_t item)
{
  const unsigned f = (unsigned) (item / SL_GPU_N_TOTALS);
  const size_t at = (size_t) (f % s->n_epochs) * s->n_age;
  size_t row;
  int used;
  const unsigned c = sl_gpu_column (s, item, &row, &used);

  if (s->pending[f])
    s->totals[row + c] =
        used ? sl_gpu_total (s, f, c, s->masses + at, s->dmasses + at * SL_N_SFH_TANGENTS, NULL) : 0.0;
}

/* --------------------------------------------------------------- spectrum */

/* Group: an output of the spectrum. Sums the luminosity that dust absorbs, from the same terms as the
 * spectrum. */
SL_INLINE void
sl_gpu_absorbed_lane (const SlGpuArrays *s, size_t o, unsigned lane, SlGpuShared *shared)
{
  const SlGpuParams *p = s->params;
  double sum = 0.0;

  if (o >= p->n_outputs || !p->emission || p->output_bare[o])
    return;
  for (size_t a = lane; a < s->n_age; a += SL_GPU_N_LANES)
    for (unsigned l = p->output_first[o]; l < p->output_first[o + 1]; l++)
      {
        const unsigned k = p->output_term[l], t = p->term_tile[k];
        /* The sums start with SL_ROW_VALUE, which is -1, and the intermediates follow. */
        const size_t at = 2 * a * SL_GPU_N_SUMS + 1 + p->tile_row[t];

        if (p->tile_row[t] != SL_ROW_BARE)
          sum += s->coef[(t * (size_t) s->n_age + a) * SL_GPU_TILE + k - p->tile_first[t]]
                 * (s->energy[at] - s->energy[at + SL_GPU_N_SUMS]);
      }
  shared->sum[lane][0] = sum;
}

SL_INLINE void
sl_gpu_absorbed_sum (const SlGpuArrays *s, size_t o, unsigned lane, const SlGpuShared *shared)
{
  if (lane == 0 && o < s->params->n_outputs)
    s->absorbed[o] =
        s->params->emission && !s->params->output_bare[o] ? sl_gpu_sum_lanes (shared, 0) : 0.0;
}

/* The row that a term of the spectrum sums, at an age and a pixel. */
SL_INLINE float
sl_gpu_row (const SlGpuArrays *s, int row, unsigned a, size_t w)
{
  const float *light = s->light + (size_t) s->light_row[a] * s->stride + w;
  const float *dust = s->dust + (size_t) s->curve_of[a] * SL_MAX_DUST_ROWS * s->stride + w;

  if (row == SL_ROW_BARE)
    return light[0];
  if (row < SL_N_INTERMEDIATES_LIGHT)
    return dust[0] * light[(size_t) (1 + row) * s->stride];
  return dust[(size_t) (1 + row - SL_INTERMEDIATE_AV) * s->stride] * light[0];
}

/* Item: a pixel of a tile, which is up to SL_GPU_TILE terms with the same row. */
SL_INLINE void
sl_gpu_terms (const SlGpuArrays *s, size_t item)
{
  const unsigned t = (unsigned) (item / s->stride), w = (unsigned) (item % s->stride);
  const SlGpuParams *p = s->params;
  float sum[SL_GPU_TILE] = { 0.0f };

  if (t >= p->n_tiles)
    return;
  {
    const int row = p->tile_row[t];
    const float *coef = s->coef + (size_t) t * s->n_age * SL_GPU_TILE;
    /* Only young ages have nebular emission. */
    const unsigned last =
        row >= SL_N_INTERMEDIATES_OLD && row < SL_N_INTERMEDIATES_LIGHT ? s->n_young : s->n_age;

    for (unsigned a = 0; a < last; a++)
      {
        const float x = sl_gpu_row (s, row, a, w);

        for (int k = 0; k < SL_GPU_TILE; k++)
          sum[k] += coef[(size_t) a * SL_GPU_TILE + k] * x;
      }
  }
  for (unsigned k = 0; k < p->tile_n[t]; k++)
    s->term[(size_t) (p->tile_first[t] + k) * s->stride + w] = sum[k];
}

/* Item: a pixel of an output. Sums its terms and adds the dust emission. */
SL_INLINE void
sl_gpu_spectrum (const SlGpuArrays *s, size_t item)
{
  const unsigned o = (unsigned) (item / s->stride), w = (unsigned) (item % s->stride);
  const SlGpuParams *p = s->params;
  double sum = 0.0;

  if (o >= p->n_outputs)
    return;
  for (unsigned l = p->output_first[o]; l < p->output_first[o + 1]; l++)
    sum += s->term[(size_t) p->output_term[l] * s->stride + w];
  sum /= SL_LIGHT_SCALE;
  if (p->emission)
    {
      sum += s->absorbed[o] * s->dust_emission_spectrum[w];
      if (p->output_dust_emission[o])
        sum += s->absorbed[0]
               * s->dust_emission_spectrum[(size_t) p->output_dust_emission[o] * s->stride + w];
    }
  s->spectrum[item] = (float) sum;
}

/* Item: a pixel of the spectrum of a group of ages. */
SL_INLINE void
sl_gpu_split (const SlGpuArrays *s, size_t item)
{
  const unsigned g = (unsigned) (item / s->stride), w = (unsigned) (item % s->stride);
  float sum = 0.0f;

  for (unsigned a = s->params->group_first[g]; a < s->params->group_first[g + 1]; a++)
    sum += (float) s->mass[a] * sl_gpu_row (s, SL_ROW_VALUE, a, w);
  s->groups[item] = (float) (sum / SL_LIGHT_SCALE);
}
