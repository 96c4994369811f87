/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Light of one galaxy at nodes of wavelength, which lie side by side in registers. Compiled once for each
 * instruction set. */
#define SL_GALAXIES
#define SL_DUST_AT_NODES
#define SL_DUAL_K 5
#include <string.h>

#include "model/formulas/sl-formula-galaxies.h"
#include "model/dust/sl-dust-law.h"
#include "model/batch/kernels/sl-batch-lanes.h"

_Static_assert ((int) SL_N_CURVE == SL_DUAL_K, "a tangent slot for each number of a curve");

#define NODES(p) (*(const SlFu *) (p))
#define TO_NODES(p) (*(SlFu *) (p))

void
SL_SIMD_NAME (sl_batch_transmission) (SlDustFormula formula, int n_nodes, const float *k0, const float *lnx,
                                      const float *bump, const float *curve, int tangents, float *out)
{
  for (int q = 0; q < n_nodes; q += SL_NF)
    {
      const SlG k = (SlG) NODES (k0 + q), x = (SlG) NODES (lnx + q), b = (SlG) NODES (bump + q);

      if (tangents)
        {
          SlDual c[SL_N_CURVE], t;

          for (int i = 0; i < SL_N_CURVE; i++)
            {
              c[i] = sl_dual_constant (k * 0.0f + curve[i]);
              c[i].d[i] = k * 0.0f + 1.0f;
            }
          t = sl_dust_transmission_D (formula, k, x, b, c);
          TO_NODES (out + q) = (SlF) t.v;
          for (int i = 0; i < SL_N_CURVE; i++)
            TO_NODES (out + (SL_BATCH_BY_CURVE + i) * n_nodes + q) = (SlF) t.d[i];
        }
      else
        {
          SlG c[SL_N_CURVE];

          for (int i = 0; i < SL_N_CURVE; i++)
            c[i] = k * 0.0f + curve[i];
          TO_NODES (out + q) = (SlF) sl_dust_transmission_g (formula, k, x, b, c);
        }
    }
}

/* Galaxies that share tables are computed together, so that a row of a table is read once for all of them. Loops
 * over galaxies (g) and registers (i) have constant ends and are unrolled. */
#define MOST_TOGETHER SL_BATCH_TOGETHER
#define MOST_REGISTERS 6

/* sum[g][i] += c[g] row[i], of galaxies with a weight. */
#define ADD(sum, c, row)                                                                                     \
  for (int i_ = 0; i_ < n; i_++)                                                                             \
    {                                                                                                        \
      const SlF row_ = (SlF) NODES ((row) + i_ * SL_NF);                                                     \
                                                                                                             \
      for (int g_ = 0; g_ < together; g_++)                                                                  \
        sum[g_][i_] += (c)[g_] * row_;                                                                       \
    }

/* c[g] = f[g] times table k's share of galaxy g; FALSE where all are 0. */
#define SHARES(c, f, of)                                                                                     \
  for (int g_ = 0; g_ < together; g_++)                                                                      \
    c[g_] = f[g_] * s[g_]->of[k];

SL_INLINE int
any_weight (const float *w, const int together)
{
  int any = 0;

  for (int g = 0; g < together; g++)
    any |= w[g] != 0.0f;
  return any;
}

/* ------------------------------------------------------------------ values */

/* Adds the light of age a at n registers of nodes from q on. */
SL_INLINE void
add_age (const SlBatchLight *const *s, int a, int q, const int together, const int n,
         SlF (*sum)[MOST_REGISTERS])
{
  const int nq = s[0]->n_nodes, nz = s[0]->n_z, nu = s[0]->n_u, young = a < s[0]->n_young;
  float w[MOST_TOGETHER], c[MOST_TOGETHER], m[MOST_TOGETHER];

  for (int z = 0; z < nz; z++)
    {
      const long at = (long) (a * nz + z) * nq + q;

      for (int g = 0; g < together; g++)
        w[g] = s[g]->mass[a] * s[g]->wz[a * 3 * nz + z];
      if (!any_weight (w, together))
        continue;
      for (int k = 0; k < s[0]->n_tables; k++)
        {
          const SlBatchTable *t = &s[0]->table[k];

          if (t->star)
            {
              SHARES (c, w, share);
              ADD (sum, c, t->star + at);
            }
          if (young && t->ionising)
            {
              for (int g = 0; g < together; g++)
                c[g] = w[g] * s[g]->escape * s[g]->share[k];
              if (any_weight (c, together))
                ADD (sum, c, t->ionising + at);
            }
        }
    }
  if (!young || !s[0]->table[0].gas)
    return;
  for (int u = 0; u < nu; u++)
    {
      for (int g = 0; g < together; g++)
        m[g] = s[g]->mass[a] * (1.0f - s[g]->escape) * s[g]->wu[u];
      if (!any_weight (m, together))
        continue;
      for (int z = 0; z < nz; z++)
        {
          for (int g = 0; g < together; g++)
            w[g] = m[g] * (s[g]->wz_gas ? s[g]->wz_gas[z] : s[g]->wz[a * 3 * nz + z]);
          if (!any_weight (w, together))
            continue;
          for (int k = 0; k < s[0]->n_tables; k++)
            {
              SHARES (c, w, gas_share);
              ADD (sum, c, s[0]->table[k].gas + (long) ((a * nu + u) * nz + z) * nq + q);
            }
        }
    }
}

/* All ages that share a dust curve are summed before it acts. */
SL_INLINE void
light_values (const SlBatchLight *const *s, int q, const int together, const int n)
{
  SlF sum[MOST_TOGETHER][MOST_REGISTERS], out[MOST_TOGETHER][MOST_REGISTERS];
  const int n_age = s[0]->n_age, nq = s[0]->n_nodes;

  for (int g = 0; g < together; g++)
    for (int i = 0; i < n; i++)
      sum[g][i] = out[g][i] = (SlF) { 0 };
  for (int a = 0; a < n_age; a++)
    {
      add_age (s, a, q, together, n, sum);
      for (int g = 0; g < together; g++)
        {
          const int *curve = s[g]->curve_of;

          if (a + 1 < n_age && (!curve || curve[a + 1] == curve[a]))
            continue;
          for (int i = 0; i < n; i++)
            {
              if (curve)
                sum[g][i] *= NODES (s[g]->dust + (long) curve[a] * SL_BATCH_CURVE_ROWS * nq + q + i * SL_NF);
              out[g][i] += sum[g][i];
              sum[g][i] = (SlF) { 0 };
            }
        }
    }
  for (int g = 0; g < together; g++)
    for (int i = 0; i < n; i++)
      TO_NODES (s[g]->out + q + i * SL_NF) = out[g][i];
}

/* ------------------------------------------------------------- derivatives */

/* Products of one age: see SlBatchProduct; those by the dust curve follow from the value. */
#define SETS SL_BATCH_CURVE
typedef SlF Sums[MOST_TOGETHER][MOST_REGISTERS];

/* Products of age a before dust. */
SL_INLINE void
age_products (const SlBatchLight *const *s, int a, int q, const int together, const int n, Sums *p)
{
  const int nz = s[0]->n_z, nq = s[0]->n_nodes, nu = s[0]->n_u;
  float w[MOST_TOGETHER], mu[MOST_TOGETHER], scatter[MOST_TOGETHER], c[MOST_TOGETHER];
  Sums gas[SETS], ion[4];

  for (int g = 0; g < together; g++)
    for (int i = 0; i < n; i++)
      {
        for (int set = 0; set < SETS; set++)
          p[set][g][i] = gas[set][g][i] = (SlF) { 0 };
        for (int set = 0; set < 4; set++)
          ion[set][g][i] = (SlF) { 0 };
      }
  for (int z = 0; z < nz; z++)
    {
      const long at = (long) (a * nz + z) * nq + q;

      for (int g = 0; g < together; g++)
        {
          const float *wz = s[g]->wz + a * 3 * nz + z;

          w[g] = wz[0], mu[g] = wz[nz], scatter[g] = wz[2 * nz];
        }
      if (!any_weight (w, together) && !any_weight (mu, together) && !any_weight (scatter, together))
        continue;
      for (int k = 0; k < s[0]->n_tables; k++)
        {
          const SlBatchTable *t = &s[0]->table[k];

          if (t->star)
            {
              SHARES (c, w, share);
              ADD (p[SL_BATCH_VALUE], c, t->star + at);
              SHARES (c, mu, share);
              ADD (p[SL_BATCH_MU], c, t->star + at);
              SHARES (c, scatter, share);
              ADD (p[SL_BATCH_SCATTER], c, t->star + at);
              SHARES (c, w, slope);
              ADD (p[SL_BATCH_Z], c, t->star + at);
            }
          if (a < s[0]->n_young && t->ionising)
            {
              SHARES (c, w, share);
              ADD (ion[0], c, t->ionising + at);
              SHARES (c, mu, share);
              ADD (ion[1], c, t->ionising + at);
              SHARES (c, scatter, share);
              ADD (ion[2], c, t->ionising + at);
              SHARES (c, w, slope);
              ADD (ion[3], c, t->ionising + at);
            }
        }
    }
  if (a >= s[0]->n_young)
    return;
  for (int u = 0; u < nu && s[0]->table[0].gas; u++)
    {
      float wu[MOST_TOGETHER], by_u[MOST_TOGETHER], by_us[MOST_TOGETHER], uw[MOST_TOGETHER];

      for (int g = 0; g < together; g++)
        wu[g] = s[g]->wu[u], by_u[g] = s[g]->wu[nu + u], by_us[g] = s[g]->wu[2 * nu + u];
      if (!any_weight (wu, together) && !any_weight (by_u, together) && !any_weight (by_us, together))
        continue;
      for (int z = 0; z < nz; z++)
        {
          for (int g = 0; g < together; g++)
            {
              const float *wz = s[g]->wz_gas ? s[g]->wz_gas + z : s[g]->wz + a * 3 * nz + z;

              w[g] = wz[0], mu[g] = wz[nz], scatter[g] = wz[2 * nz];
            }
          if (!any_weight (w, together) && !any_weight (mu, together) && !any_weight (scatter, together))
            continue;
          for (int k = 0; k < s[0]->n_tables; k++)
            {
              const float *row = s[0]->table[k].gas + (long) ((a * nu + u) * nz + z) * nq + q;

#define GAS(set, x, y, of)                                                                                   \
  for (int g = 0; g < together; g++)                                                                         \
    uw[g] = x[g] * y[g];                                                                                     \
  SHARES (c, uw, of);                                                                                        \
  ADD (gas[set], c, row)
              GAS (SL_BATCH_VALUE, wu, w, gas_share);
              GAS (SL_BATCH_MU, wu, mu, gas_share);
              GAS (SL_BATCH_SCATTER, wu, scatter, gas_share);
              GAS (SL_BATCH_U, by_u, w, gas_share);
              GAS (SL_BATCH_U_SCATTER, by_us, w, gas_share);
              GAS (SL_BATCH_Z, wu, w, gas_slope);
#undef GAS
            }
        }
    }
  for (int g = 0; g < together; g++)
    for (int i = 0; i < n; i++)
      {
        const float escape = s[g]->escape, kept = 1.0f - escape;

        p[SL_BATCH_VALUE][g][i] += escape * ion[0][g][i] + kept * gas[SL_BATCH_VALUE][g][i];
        p[SL_BATCH_ESCAPE][g][i] = ion[0][g][i] - gas[SL_BATCH_VALUE][g][i];
        p[SL_BATCH_MU][g][i] += escape * ion[1][g][i];
        p[s[g]->wz_gas ? SL_BATCH_MU_GAS : SL_BATCH_MU][g][i] += kept * gas[SL_BATCH_MU][g][i];
        p[SL_BATCH_SCATTER][g][i] += escape * ion[2][g][i] + kept * gas[SL_BATCH_SCATTER][g][i];
        p[SL_BATCH_U][g][i] = kept * gas[SL_BATCH_U][g][i];
        p[SL_BATCH_U_SCATTER][g][i] = kept * gas[SL_BATCH_U_SCATTER][g][i];
        p[SL_BATCH_Z][g][i] += escape * ion[3][g][i] + kept * gas[SL_BATCH_Z][g][i];
      }
}

/* Dust acts on the products of age a of galaxy g, which make those by the curve too. */
SL_INLINE void
age_dust (const SlBatchLight *s, int a, int q, int g, const int n, Sums *p)
{
  const float *row = s->dust + (long) s->curve_of[a] * SL_BATCH_CURVE_ROWS * s->n_nodes + q;

  for (int i = 0; i < n; i++)
    {
      const SlF value = p[SL_BATCH_VALUE][g][i], through = NODES (row + i * SL_NF);

      for (int c = 0; c < SL_N_CURVE; c++)
        p[SL_BATCH_CURVE + c][g][i] = value * NODES (row + (SL_BATCH_BY_CURVE + c) * s->n_nodes + i * SL_NF);
      for (int set = 0; set < SETS; set++)
        p[set][g][i] *= through;
      /* Nodes stay where they are for the observer while the light of the galaxy moves under them. */
      p[SL_BATCH_Z][g][i] -= s->stretch * value * NODES (row + SL_BATCH_BY_WAVE * s->n_nodes + i * SL_NF);
    }
}

/* Adds the products of age a to the outputs of galaxy g. */
SL_INLINE void
age_terms (const SlBatchLight *s, int a, int q, int g, const int n, Sums *p)
{
  for (int i = 0; i < n; i++)
    TO_NODES (s->out + q + i * SL_NF) += s->mass[a] * p[SL_BATCH_VALUE][g][i];
  for (int l = 0; l < s->n_terms; l++)
    {
      const SlBatchTerm *term = &s->term[l];
      float *out = s->out + (long) term->out * s->n_nodes + q;

      if (term->coef[a] != 0.0f)
        for (int i = 0; i < n; i++)
          TO_NODES (out + i * SL_NF) += term->coef[a] * p[term->product][g][i];
    }
}

SL_INLINE void
light_derivatives (const SlBatchLight *const *s, int q, const int together, const int n)
{
  for (int g = 0; g < together; g++)
    for (int o = 0; o < s[g]->n_out; o++)
      for (int i = 0; i < n; i++)
        TO_NODES (s[g]->out + (long) o * s[g]->n_nodes + q + i * SL_NF) = (SlF) { 0 };
  for (int a = 0; a < s[0]->n_age; a++)
    {
      Sums p[SL_BATCH_N_PRODUCTS];

      age_products (s, a, q, together, n, p);
      for (int g = 0; g < together; g++)
        {
          if (s[g]->curve_of)
            age_dust (s[g], a, q, g, n, p);
          else
            for (int c = 0; c < SL_N_CURVE; c++)
              for (int i = 0; i < n; i++)
                p[SL_BATCH_CURVE + c][g][i] = (SlF) { 0 };
          age_terms (s[g], a, q, g, n, p);
        }
    }
}

/* The nodes in groups of registers, with the numbers of registers and of galaxies as constants for the
 * compiler. */
static __attribute__ ((noinline)) void
values_of_four (const SlBatchLight *const *s)
{
  const int n = s[0]->n_nodes / SL_NF;
  int r = 0;

  for (; r + 4 <= n; r += 4)
    light_values (s, r * SL_NF, 4, 4);
  for (; r < n; r++)
    light_values (s, r * SL_NF, 4, 1);
}

static __attribute__ ((noinline)) void
values_of_one (const SlBatchLight *const *s)
{
  const int n = s[0]->n_nodes / SL_NF;
  int r = 0;

  for (; r + 6 <= n; r += 6)
    light_values (s, r * SL_NF, 1, 6);
  for (; r + 2 <= n; r += 2)
    light_values (s, r * SL_NF, 1, 2);
  for (; r < n; r++)
    light_values (s, r * SL_NF, 1, 1);
}

static __attribute__ ((noinline)) void
derivatives_of_two (const SlBatchLight *const *s)
{
  const int n = s[0]->n_nodes / SL_NF;
  int r = 0;

  for (; r + 2 <= n; r += 2)
    light_derivatives (s, r * SL_NF, 2, 2);
  for (; r < n; r++)
    light_derivatives (s, r * SL_NF, 2, 1);
}

static __attribute__ ((noinline)) void
derivatives_of_one (const SlBatchLight *const *s)
{
  const int n = s[0]->n_nodes / SL_NF;
  int r = 0;

  for (; r + 3 <= n; r += 3)
    light_derivatives (s, r * SL_NF, 1, 3);
  for (; r < n; r++)
    light_derivatives (s, r * SL_NF, 1, 1);
}

void
SL_SIMD_NAME (sl_batch_light) (const SlBatchLight *const *light, int n)
{
  int g = 0;

  if (light[0]->n_out == 1)
    {
      for (; g + 4 <= n; g += 4)
        values_of_four (light + g);
      for (; g < n; g++)
        values_of_one (light + g);
      return;
    }
  for (; g + 2 <= n; g += 2)
    derivatives_of_two (light + g);
  for (; g < n; g++)
    derivatives_of_one (light + g);
}

/* Rows of a library against the weights of nodes: four rows at a time, so that sums wait for each other
 * less. */
#define FOLD_ROWS 4
#define FOLD_REGISTERS (SL_BATCH_LANES / SL_NF)

SL_INLINE void
fold (const float *rows, long stride, const int n_rows, const float *weight, int n, float *out,
      long out_stride, int n_q)
{
  SlF sum[FOLD_ROWS][FOLD_REGISTERS];
  float nodes[SL_BATCH_LANES];

  for (int r = 0; r < n_rows; r++)
    for (int k = 0; k < FOLD_REGISTERS; k++)
      sum[r][k] = (SlF) { 0 };
  for (int i = 0; i < n; i++)
    for (int r = 0; r < n_rows; r++)
      for (int k = 0; k < FOLD_REGISTERS; k++)
        sum[r][k] += rows[r * stride + i] * NODES (weight + i * SL_BATCH_LANES + k * SL_NF);
  for (int r = 0; r < n_rows; r++)
    {
      for (int k = 0; k < FOLD_REGISTERS; k++)
        TO_NODES (nodes + k * SL_NF) = sum[r][k];
      memcpy (out + r * out_stride, nodes, (unsigned) n_q * sizeof *nodes);
    }
}

void
SL_SIMD_NAME (sl_batch_fold) (const float *rows, long stride, long n_rows, const float *weight, int n,
                              float *out, long out_stride, int n_q)
{
  long r = 0;

  for (; r + FOLD_ROWS <= n_rows; r += FOLD_ROWS)
    fold (rows + r * stride, stride, FOLD_ROWS, weight, n, out + r * out_stride, out_stride, n_q);
  for (; r < n_rows; r++)
    fold (rows + r * stride, stride, 1, weight, n, out + r * out_stride, out_stride, n_q);
}

#define SL_STRING_(x) #x
#define SL_STRING(x) SL_STRING_ (x)

const SlBatchKernels SL_SIMD_NAME (sl_batch_kernels) = {
  .name = SL_STRING (SL_SIMD),
  .sfh = SL_SIMD_NAME (sl_batch_sfh),
  .metals = SL_SIMD_NAME (sl_batch_metals),
  .dust = SL_SIMD_NAME (sl_batch_dust),
  .transmission = SL_SIMD_NAME (sl_batch_transmission),
  .light = SL_SIMD_NAME (sl_batch_light),
  .fold = SL_SIMD_NAME (sl_batch_fold),
};
