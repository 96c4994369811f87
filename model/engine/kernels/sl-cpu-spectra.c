/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SSPs, dust and sums over wavelength [PHYSICS, sections 5-8]. Compiled once for each instruction set.
 *
 * Spectra are floats, sums over them doubles. Rows are 64-byte aligned and padded with zeros to the stride, a
 * multiple of 16. */
#include "model/engine/kernels/sl-cpu-spectra.h"

#include <string.h>

#define SL_DUAL_PIXELS
#define SL_DUAL_C SlV8
#define SL_DUAL_T SlV8
#define SL_DUAL_K 5
#include "model/formulas/sl-formula.h"
#include "model/dust/sl-dust-law.h"

/* Eight floats as doubles, in one instruction; the compiler's own conversion takes several. */
#if defined(__AVX512F__)
#include <immintrin.h>
#define WIDEN(p) ((SlV8) _mm512_cvtps_pd (_mm256_loadu_ps (p)))
#define NARROW(p, x) _mm256_storeu_ps (p, _mm512_cvtpd_ps ((__m512d) (x)))
#else
#define WIDEN(p) __builtin_convertvector (*(const SlF8u *) (p), SlV8)
#define NARROW(p, x) (*(SlF8u *) (p) = __builtin_convertvector (x, SlF8))
#endif
#define STAR_ROWS (1 + SL_N_INTERMEDIATES_OLD)

void
SL_SIMD_NAME (sl_collapse) (const float *flux, gsize stride, guint n_z, const double *c, float *out)
{
  float used[SL_MAX_Z][STAR_ROWS];
  guint z_used[SL_MAX_Z], n = 0;

  /* With a narrow distribution of metallicity most weights are 0. */
  for (guint z = 0; z < n_z; z++)
    {
      gboolean any = FALSE;

      for (guint r = 0; r < STAR_ROWS; r++)
        {
          any |= c[r * n_z + z] != 0.0;
          used[n][r] = SL_LIGHT_SCALE * c[r * n_z + z];
        }
      if (any)
        z_used[n++] = z;
    }
  for (gsize w = 0; w < stride; w += SL_NF)
    {
      SlF sum[STAR_ROWS] = { 0 };

      for (guint k = 0; k < n; k++)
        {
          SlF f = *(const SlF *) (flux + z_used[k] * stride + w);
          for (guint r = 0; r < STAR_ROWS; r++)
            sum[r] += f * used[k][r];
        }
      for (guint r = 0; r < STAR_ROWS; r++)
        *(SlF *) (out + r * stride + w) = sum[r];
    }
}

void
SL_SIMD_NAME (sl_collapse_gas) (const double *wz, guint n_z, const double *wu, guint n_u,
                                const float *restrict table, guint n, guint row_stride, float *restrict out)
{
  enum { ROWS = 5 };

  memset (out, 0, ROWS * row_stride * sizeof *out);
  for (guint u = 0; u < n_u; u++)
    for (guint z = 0; z < n_z; z++)
      {
        const double s = SL_LIGHT_SCALE;
        const float c[ROWS] = { s * wu[u] * wz[z], s * wu[u] * wz[n_z + z], s * wu[u] * wz[2 * n_z + z],
                                s * wu[n_u + u] * wz[z], s * wu[2 * n_u + u] * wz[z] };
        const float *restrict x = table + ((gsize) u * n_z + z) * n;

        if (c[0] == 0.0f && c[1] == 0.0f && c[2] == 0.0f && c[3] == 0.0f && c[4] == 0.0f)
          continue;
        for (guint r = 0; r < ROWS; r++)
          {
            float *restrict o = out + r * row_stride;
            const float cr = c[r];

            for (guint i = 0; i < n; i++)
              o[i] += cr * x[i];
          }
      }
}

/* Continuum: linear between its nodes, 0 outside them. c has SL_NODE_SLACK unused floats after the last node.
 */
static void
between_nodes (const SlLineProfiles *profiles, const float *restrict c, gsize stride, float *restrict out)
{
  for (gsize w = 0; w < stride; w += 16)
    {
#if defined(__AVX512F__)
      const guint base = profiles->node[w];

      /* Nodes are nearly everywhere wider apart than pixels: those of sixteen pixels are in two registers. */
      if (profiles->node[w + 15] - base < SL_NODE_SLACK - 1)
        {
          __m512i i = _mm512_sub_epi32 (_mm512_loadu_si512 (profiles->node + w), _mm512_set1_epi32 (base));
          __m512 lo = _mm512_loadu_ps (c + base), hi = _mm512_loadu_ps (c + base + 16);
          SlF a = (SlF) _mm512_permutex2var_ps (lo, i, hi);
          SlF b = (SlF) _mm512_permutex2var_ps (lo, _mm512_add_epi32 (i, _mm512_set1_epi32 (1)), hi);

          *(SlFu *) (out + w) =
              (a + *(const SlFu *) (profiles->frac + w) * (b - a)) * *(const SlFu *) (profiles->inside + w);
          continue;
        }
#endif
      for (gsize i = w; i < w + 16; i++)
        {
          float a = c[profiles->node[i]], b = c[profiles->node[i] + 1];
          out[i] = (a + profiles->frac[i] * (b - a)) * profiles->inside[i];
        }
    }
}

void
SL_SIMD_NAME (sl_add_gas) (float *restrict out, gsize stride, guint n_ionising, double f_esc,
                           gboolean own_metals, const float *restrict cont, guint n_cwave,
                           const float *restrict lum, const SlLineProfiles *profiles, float *restrict gas)
{
  enum { VALUE, MU, SCATTER, U, U_SCATTER, N_SUMS, SIGMA = N_SUMS };
  const float kept = 1.0 - f_esc, escaped = f_esc;

  for (guint r = 0; r < N_SUMS; r++)
    between_nodes (profiles, cont + r * n_cwave, stride, gas + r * stride);
  memset (gas + SIGMA * stride, 0, stride * sizeof *gas);
  for (guint l = 0; l < profiles->n_line; l++)
    {
      const float *restrict phi = profiles->phi + profiles->offset[l];
      const float *restrict dphi = profiles->dphi + profiles->offset[l];

      for (guint r = 0; r < N_SUMS; r++)
        {
          float *restrict g = gas + r * stride + profiles->first[l], power = lum[r * profiles->n_line + l];

          for (guint i = 0; i < profiles->count[l]; i++)
            g[i] += power * phi[i];
        }
      for (guint i = 0; i < profiles->count[l]; i++)
        gas[SIGMA * stride + profiles->first[l] + i] += lum[l] * dphi[i];
    }

  /* F = stars (f_esc below the Lyman edge) + (1 - f_esc) gas. */
  {
    float *restrict escape = out + (1 + SL_INTERMEDIATE_ESCAPE) * stride;

    for (gsize w = 0; w < stride; w++)
      escape[w] = (w < n_ionising ? out[w] : 0.0f) - gas[w];
  }
  for (guint r = VALUE; r <= SCATTER; r++)
    {
      float *restrict o = out + r * stride;
      const float *restrict g = gas + r * stride;

      for (gsize w = 0; w < n_ionising; w++)
        o[w] *= escaped;
      if (own_metals && r == MU)
        continue;
      for (gsize w = 0; w < stride; w++)
        o[w] += kept * g[w];
    }
  for (gsize w = 0; w < stride && own_metals; w++)
    out[(1 + SL_INTERMEDIATE_MU_GAS) * stride + w] = kept * gas[MU * stride + w];
  for (gsize w = 0; w < stride; w++)
    {
      out[(1 + SL_INTERMEDIATE_U) * stride + w] = kept * gas[U * stride + w];
      out[(1 + SL_INTERMEDIATE_U_SCATTER) * stride + w] = kept * gas[U_SCATTER * stride + w];
      out[(1 + SL_INTERMEDIATE_SIGMA) * stride + w] = kept * gas[SIGMA * stride + w];
    }
}

void
SL_SIMD_NAME (sl_spread) (const SlSpread *spread, const float *restrict rows, gsize stride,
                          float *restrict out, float *restrict dispersed)
{
  memset (out, 0, STAR_ROWS * stride * sizeof *out);
  memset (dispersed, 0, stride * sizeof *dispersed);
  for (guint j = 0; j < spread->n; j++)
    {
      const float *restrict phi = spread->phi + spread->offset[j], *restrict dphi =
                                                                       spread->dphi + spread->offset[j];
      const guint n = spread->count[j];

      for (guint r = 0; r < STAR_ROWS; r++)
        {
          float *restrict o = out + r * stride + spread->first[j], light = rows[r * stride + j];

          for (guint i = 0; i < n; i++)
            o[i] += light * phi[i];
        }
      for (guint i = 0; i < n; i++)
        dispersed[spread->first[j] + i] += rows[j] * dphi[i];
    }
}

/* Inlined with a constant formula, so that the compiler drops tangents that the formula does not have. */
static inline __attribute__ ((always_inline)) void
transmission_rows (const double *k0, const double *lnx, const double *bump, gsize stride, const double *curve,
                   const SlDustFormula formula, float *out)
{
  const SlV8 one = { 1, 1, 1, 1, 1, 1, 1, 1 };
  SlDual p[SL_DUAL_K];

  memset (p, 0, sizeof p);
  for (guint i = 0; i < SL_N_DUST_ROWS (formula) - 1; i++)
    {
      p[i].v = one * curve[i];
      p[i].d[i] = one;
    }
  for (gsize w = 0; w < stride; w += 8)
    {
      SlV8 start = *(const SlV8u *) (k0 + w), x = *(const SlV8u *) (lnx + w),
           drude = *(const SlV8u *) (bump + w);
      const SlDual t = sl_dust_transmission_D (formula, start, x, drude, p);

      NARROW (out + w, t.v);
      for (guint r = 0; r + 1 < SL_N_DUST_ROWS (formula); r++)
        NARROW (out + (1 + r) * stride + w, t.d[r]);
    }
}
/* Tangents are in the order of the intermediates of dust. */
G_STATIC_ASSERT (SL_DUAL_K == SL_MAX_DUST_ROWS - 1 && SL_DUAL_K == SL_N_CURVE
                 && SL_INTERMEDIATE_DELTA - SL_INTERMEDIATE_AV == (int) SL_CURVE_DELTA
                 && SL_INTERMEDIATE_BUMP - SL_INTERMEDIATE_AV == (int) SL_CURVE_BUMP
                 && SL_INTERMEDIATE_UNOBSCURED - SL_INTERMEDIATE_AV == (int) SL_CURVE_UNOBSCURED
                 && SL_INTERMEDIATE_DELTA_ALL - SL_INTERMEDIATE_AV == (int) SL_CURVE_DELTA_ALL);

void
SL_SIMD_NAME (sl_transmission_rows) (const double *k0, const double *lnx, const double *bump, gsize stride,
                                     const double *curve, SlDustFormula formula, float *out)
{
  switch (formula)
    {
    case SL_DUST_FORMULA_SALIM:
      transmission_rows (k0, lnx, bump, stride, curve, SL_DUST_FORMULA_SALIM, out);
      break;
    case SL_DUST_FORMULA_CHARLOT_FALL:
      transmission_rows (k0, lnx, bump, stride, curve, SL_DUST_FORMULA_CHARLOT_FALL, out);
      break;
#define SL_DUST_OWN_FORMULA(id, name)                                                                        \
    case SL_DUST_FORMULA_##id:                                                                               \
      transmission_rows (k0, lnx, bump, stride, curve, SL_DUST_FORMULA_##id, out);                           \
      break;
#include "model/dust/laws/sl-dust-laws.h"
    case SL_N_DUST_FORMULAS:
      break;
    }
}

static inline double
sum8 (SlV8 x)
{
  return ((x[0] + x[4]) + (x[2] + x[6])) + ((x[1] + x[5]) + (x[3] + x[7]));
}

/* Blocks whose products are summed as floats before they join sums of doubles. */
#define FLUSH 16

static inline __attribute__ ((always_inline)) void
flush (const SlF *sum, SlV8 *total)
{
  const float *part = (const float *) sum;

#if SL_NF == 16
  *total += WIDEN (part) + WIDEN (part + 8);
#elif SL_NF == 8
  *total += WIDEN (part);
#else
  *total += (SlV8){ part[0], part[1], part[2], part[3] };
#endif
}

#define AT_BLOCK(row, offset) (*(const SlF *) ((row) + (offset)))

/* Light rows, tangents of dust, and the derivative with respect to redshift. */
enum { SUM_DUST = SL_N_LIGHT_ROWS, SUM_SLOPE = SUM_DUST + SL_MAX_DUST_ROWS - 1, N_SUMS_OF };

/* The rows of an age that functionals read. */
typedef struct {
  const float *light, *dust;
  gsize stride;
} RowsOfAge;

/* Adds blocks j0 .. j1 of one functional, with n_light light rows and n_dust dust rows. */
static inline __attribute__ ((always_inline)) void
add_blocks (const SlWeights *k, guint j0, guint j1, const RowsOfAge *of, const guint n_light,
            const guint n_dust, const gboolean slope, SlV8 *total)
{
  SlF sum[N_SUMS_OF] = { 0 };

  for (guint j = j0; j < j1; j++)
    for (guint v = 0; v < SL_BLOCK; v += SL_NF)
      {
        const gsize w = (gsize) k->block[j] * SL_BLOCK + v;
        const SlF ki = *(const SlFu *) (k->k + (gsize) j * SL_BLOCK + v);
        const SlF after = ki * AT_BLOCK (of->dust, w), bare = ki * AT_BLOCK (of->light, w);

        for (guint r = 0; r < n_light; r++)
          sum[r] += after * AT_BLOCK (of->light, r * of->stride + w);
        for (guint r = 0; r + 1 < n_dust; r++)
          sum[SUM_DUST + r] += bare * AT_BLOCK (of->dust, (1 + r) * of->stride + w);
        if (slope)
          sum[SUM_SLOPE] += *(const SlFu *) (k->dk + (gsize) j * SL_BLOCK + v) * AT_BLOCK (of->dust, w)
                            * AT_BLOCK (of->light, w);
      }
  for (guint r = 0; r < n_light; r++)
    flush (&sum[r], &total[r]);
  for (guint r = 0; r + 1 < n_dust; r++)
    flush (&sum[SUM_DUST + r], &total[SUM_DUST + r]);
  if (slope)
    flush (&sum[SUM_SLOPE], &total[SUM_SLOPE]);
}

/* The sums of n functionals. They read the same pixels, so that each takes its part of a few blocks while the
 * rows of these are in the first cache. */
static inline __attribute__ ((always_inline)) void
apply (SlFunctionalSum *sums, const guint n, const RowsOfAge *of, const guint n_light, const guint n_dust)
{
  SlV8 total[SL_SUMS_TOGETHER][N_SUMS_OF];
  guint at[SL_SUMS_TOGETHER] = { 0 };

  memset (total, 0, n * sizeof total[0]);
  for (;;)
    {
      guint next = G_MAXUINT;

      for (guint f = 0; f < n; f++)
        if (at[f] < sums[f].weights->n)
          next = MIN (next, sums[f].weights->block[at[f]] / FLUSH);
      if (next == G_MAXUINT)
        break;
      for (guint f = 0; f < n; f++)
        {
          const SlWeights *k = sums[f].weights;
          const guint j0 = at[f];
          guint j1 = j0;

          while (j1 < k->n && k->block[j1] / FLUSH == next)
            j1++;
          if (j1 == j0)
            continue;
          at[f] = j1;
          if (k->dk)
            add_blocks (k, j0, j1, of, n_light, n_dust, TRUE, total[f]);
          else
            add_blocks (k, j0, j1, of, n_light, n_dust, FALSE, total[f]);
        }
    }
  for (guint f = 0; f < n; f++)
    {
      double *out = sums[f].out;

      for (guint r = 0; r < SL_N_LIGHT_ROWS; r++)
        out[r] = sum8 (total[f][r]) / SL_LIGHT_SCALE;
      for (guint r = 0; r < SL_MAX_DUST_ROWS - 1; r++)
        out[1 + SL_INTERMEDIATE_AV + r] = sum8 (total[f][SUM_DUST + r]) / SL_LIGHT_SCALE;
      out[1 + SL_INTERMEDIATE_SIGMA_STAR] = 0.0;
      sums[f].dz = sum8 (total[f][SUM_SLOPE]) / SL_LIGHT_SCALE;
    }
}

void
SL_SIMD_NAME (sl_functionals_apply) (SlFunctionalSum *sums, guint n, const float *light, guint n_light,
                                     const float *dust, SlDustFormula formula, gsize stride)
{
  const gboolean all_rows = SL_N_DUST_ROWS (formula) == SL_MAX_DUST_ROWS;
  const RowsOfAge of = { light, dust, stride };

  /* Numbers that the compiler knows keep the sums in registers. */
  if (all_rows && n_light == SL_N_LIGHT_ROWS_TIED)
    apply (sums, n, &of, SL_N_LIGHT_ROWS_TIED, SL_MAX_DUST_ROWS);
  else if (all_rows && n_light == STAR_ROWS)
    apply (sums, n, &of, STAR_ROWS, SL_MAX_DUST_ROWS);
  else if (n_light == SL_N_LIGHT_ROWS_TIED)
    apply (sums, n, &of, SL_N_LIGHT_ROWS_TIED, SL_MAX_DUST_ROWS - 1);
  else if (n_light == STAR_ROWS)
    apply (sums, n, &of, STAR_ROWS, SL_MAX_DUST_ROWS - 1);
  else
    apply (sums, n, &of, SL_N_LIGHT_ROWS, SL_N_DUST_ROWS (formula));
}
G_STATIC_ASSERT (1 + SL_INTERMEDIATE_MU_GAS == SL_N_LIGHT_ROWS_TIED);

/* One sum of products of rows; dust may be NULL. */
static inline __attribute__ ((always_inline)) double
sum_row (const SlWeights *k, const float *row, const float *dust)
{
  SlV8 total = { 0 };

  for (guint j0 = 0; j0 < k->n; j0 += FLUSH)
    {
      SlF sum = { 0 };

      for (guint j = j0; j < MIN (j0 + FLUSH, k->n); j++)
        for (guint v = 0; v < SL_BLOCK; v += SL_NF)
          {
            const gsize w = (gsize) k->block[j] * SL_BLOCK + v;
            SlF ki = *(const SlFu *) (k->k + (gsize) j * SL_BLOCK + v);

            if (dust)
              ki *= AT_BLOCK (dust, w);
            sum += ki * AT_BLOCK (row, w);
          }
      flush (&sum, &total);
    }
  return sum8 (total) / SL_LIGHT_SCALE;
}

void
SL_SIMD_NAME (sl_functional_sums) (const SlWeights *k, const float *rows, gsize stride, guint n_rows,
                                   double *out)
{
  for (guint r = 0; r < n_rows; r++)
    out[r] = sum_row (k, rows + r * stride, NULL);
}

double
SL_SIMD_NAME (sl_functional_value) (const SlWeights *k, const float *light, const float *dust)
{
  return sum_row (k, light, dust);
}

double
SL_SIMD_NAME (sl_pixel_sum) (guint n, const guint *pixel, const double *k, const float *spectrum)
{
  SlV8 sum[2] = { { 0 } };
  double rest = 0.0;
  guint i = 0;

  /* Pixels without gaps, as nearly all bands have them. */
  if (n > 0 && pixel[n - 1] - pixel[0] + 1 == n)
    for (; i + 16 <= n; i += 16)
      for (guint v = 0; v < 2; v++)
        sum[v] += *(const SlV8u *) (k + i + 8 * v)
                  * __builtin_convertvector(*(const SlF8u *) (spectrum + pixel[0] + i + 8 * v), SlV8);
  for (; i < n; i++)
    rest += k[i] * spectrum[pixel[i]];
  return sum8 (sum[0] + sum[1]) + rest;
}

/* The 32 registers of AVX-512 hold sixteen sums and their operands; the 16 of the others hold eight. */
enum {
  N_VECTORS = 4,
  N_TERMS = SL_VECTOR_BYTES == 64 ? 4 : 2,
  CHUNK = N_VECTORS * SL_NF,
  MAX_AGES = 128
};
G_STATIC_ASSERT (SL_SPECTRUM_CHUNK % CHUNK == 0);

/* One row of an age for a chunk of pixels: after dust, before it, or a tangent. */
static inline __attribute__ ((always_inline)) void
fill_row (const SlSpectrumJob *job, int r, guint a, gsize w, const guint n, SlF *restrict row)
{
  const SlF *light = (const SlF *) (job->light[a] + w), *dust = (const SlF *) (job->dust[a] + w);
  const gsize step = job->stride / SL_NF;

  if (r == SL_ROW_BARE)
    for (guint i = 0; i < n; i++)
      row[i] = light[i];
  else if (r < SL_N_INTERMEDIATES_LIGHT)
    for (guint i = 0; i < n; i++)
      row[i] = dust[i] * light[(1 + r) * step + i];
  else if (r == SL_INTERMEDIATE_SIGMA_STAR)
    for (guint i = 0; i < n; i++)
      row[i] = dust[i] * ((const SlF *) (job->dispersed + a * job->stride + w))[i];
  else
    for (guint i = 0; i < n; i++)
      row[i] = dust[(1 + r - SL_INTERMEDIATE_AV) * step + i] * light[i];
}

/* sum[t] = rows of n ages by n_terms coefficients each. */
static inline __attribute__ ((always_inline)) void
sum_terms (const SlF row[][N_VECTORS], guint n, const float *coef, guint coef_stride, const guint n_terms,
           SlF sum[N_TERMS][N_VECTORS])
{
  SlF s[N_TERMS][N_VECTORS] = { 0 };

  for (guint a = 0; a < n; a++, coef += coef_stride)
    for (guint t = 0; t < n_terms; t++)
      for (guint i = 0; i < N_VECTORS; i++)
        s[t][i] += row[a][i] * coef[t];
  memcpy (sum, s, sizeof s);
}

void
SL_SIMD_NAME (sl_spectrum) (const SlSpectrumJob *job, gsize i0, gsize i1)
{
  SlF row[MAX_AGES][N_VECTORS];

  for (gsize w = i0; w < i1; w += CHUNK)
    {
      const guint n = MIN ((i1 - w) / SL_NF, N_VECTORS);
      SlF sum[SL_MAX_OUTPUTS][N_VECTORS];

      memset (sum, 0, job->n_outputs * sizeof sum[0]);
      /* As many ages as fit into the first cache: their rows, then the terms that use a row, a few at a time
       * in registers. */
      for (guint a0 = 0; a0 < job->n_age; a0 += MAX_AGES)
        for (guint k0 = 0, k1; k0 < job->n_terms; k0 = k1)
          {
            const int r = job->row[k0];
            /* Gas shines in young ages only. */
            const guint last =
                r >= SL_N_INTERMEDIATES_OLD && r < SL_N_INTERMEDIATES_LIGHT ? job->n_young : job->n_age;
            const guint n_a = last > a0 ? MIN (last - a0, MAX_AGES) : 0;

            for (k1 = k0; k1 < job->n_terms && job->row[k1] == r; k1++)
              ;
            for (guint a = 0; a < n_a && n == N_VECTORS; a++)
              fill_row (job, r, a0 + a, w, N_VECTORS, row[a]);
            for (guint a = 0; a < n_a && n != N_VECTORS; a++)
              fill_row (job, r, a0 + a, w, n, row[a]);
            for (guint k = k0; k < k1; k += N_TERMS)
              {
                const float *coef = job->coef + (gsize) a0 * job->n_terms + k;
                const guint n_k = MIN (k1 - k, N_TERMS);
                SlF s[N_TERMS][N_VECTORS];

                /* Numbers that the compiler knows keep the sums in registers. */
                if (n_k == N_TERMS)
                  sum_terms (row, n_a, coef, job->n_terms, N_TERMS, s);
                else if (n_k == 3)
                  sum_terms (row, n_a, coef, job->n_terms, 3, s);
                else if (n_k == 2)
                  sum_terms (row, n_a, coef, job->n_terms, 2, s);
                else
                  sum_terms (row, n_a, coef, job->n_terms, 1, s);
                for (guint t = 0; t < n_k; t++)
                  for (guint i = 0; i < N_VECTORS; i++)
                    sum[job->output[k + t]][i] += s[t][i];
              }
          }
      for (guint k = 0; k < job->n_outputs; k++)
        for (guint i = 0; i < n; i++)
          *(SlFu *) (job->out[k] + w + SL_NF * i) = sum[k][i];
    }
}

/* A block of c in registers: n_r rows of n_v vectors. */
static inline __attribute__ ((always_inline)) void
product_block (const double *a, gsize lda, const double *b, gsize ldb, guint nk, double *c, gsize ldc,
               const guint n_r, const guint n_v)
{
  SlD sum[4][3] = { 0 };

  for (guint k = 0; k < nk; k++, a += lda, b += ldb)
    for (guint r = 0; r < n_r; r++)
      for (guint v = 0; v < n_v; v++)
        sum[r][v] += *(const SlDu *) (b + SL_ND * v) * a[r];
  for (guint r = 0; r < n_r; r++)
    for (guint v = 0; v < n_v; v++)
      *(SlDu *) (c + r * ldc + SL_ND * v) = sum[r][v];
}

void
SL_SIMD_NAME (sl_product) (const double *a, gsize lda, guint ni, const double *b, gsize ldb, guint nj,
                           guint nk, double *c, gsize ldc)
{
  guint i = 0;

  for (; i + 4 <= ni; i += 4)
    {
      guint j = 0;

      for (; j + 3 * SL_ND <= nj; j += 3 * SL_ND)
        product_block (a + i, lda, b + j, ldb, nk, c + i * ldc + j, ldc, 4, 3);
      for (; j < nj; j += SL_ND)
        product_block (a + i, lda, b + j, ldb, nk, c + i * ldc + j, ldc, 4, 1);
    }
  for (; i < ni; i++)
    for (guint j = 0; j < nj; j += SL_ND)
      product_block (a + i, lda, b + j, ldb, nk, c + i * ldc + j, ldc, 1, 1);
}
