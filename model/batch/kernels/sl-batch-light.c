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

_Static_assert((int) SL_N_CURVE == SL_DUAL_K, "a tangent slot for each number of a curve");

#define NODES(p) (*(const SlFu *) (p))
#define TO_NODES(p) (*(SlFu *) (p))

void
SL_SIMD_NAME (sl_batch_transmission) (SlDustFormula formula, int n_nodes, const float *k0, const float *lnx,
                                      const float *bump, const float *curve, unsigned wanted, float *out)
{
  for (int q = 0; q < n_nodes; q += SL_NF)
    {
      const SlG k = (SlG) NODES (k0 + q), x = (SlG) NODES (lnx + q), b = (SlG) NODES (bump + q);

      if (wanted)
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
            if (wanted & 1u << i)
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

void
SL_SIMD_NAME (sl_batch_slopes) (int n, const float *matrix, const float *y, float *out)
{
  enum { REGISTERS = SL_BATCH_LANES / SL_NF };

  for (int piece = 0; piece < n; piece++, y += SL_BATCH_LANES, out += SL_BATCH_LANES)
    {
      SlF sum[REGISTERS];

      for (int i = 0; i < REGISTERS; i++)
        sum[i] = (SlF) { 0 };
      for (int q = 0; q < SL_BATCH_LANES; q++, matrix += SL_BATCH_LANES)
        for (int i = 0; i < REGISTERS; i++)
          sum[i] += y[q] * (SlF) NODES (matrix + i * SL_NF);
      for (int i = 0; i < REGISTERS; i++)
        TO_NODES (out + i * SL_NF) = sum[i];
    }
}

/* Galaxies that share tables are computed together, so that a row of a table is read once for a few of them.
 * Loops over these (g) and over registers (i) have constant ends and are unrolled. */
#define MOST_TOGETHER 4
#define MOST_REGISTERS 4

/* The rows of one age, and what each counts for each galaxy: (rows, galaxies), without gaps. */
typedef struct {
  int n;
  const float *row[SL_BATCH_MAX_TABLES * SL_BATCH_MAX_CELLS];
  float c[SL_BATCH_MAX_TABLES * SL_BATCH_MAX_CELLS * MOST_TOGETHER];
} Entries;
/* Rows of stars, of their ionising light, and of gas. */
typedef struct {
  Entries star, ion, gas;
} Rows;

static SL_HOT int
any_weight (const float *w, const int together)
{
  int any = 0;

  for (int g = 0; g < together; g++)
    any |= w[g] != 0.0f;
  return any;
}

/* sum[g][i] += what the entries' rows have at n registers of nodes from q on. */
static SL_HOT void
add_entries (const Entries *entries, int q, const int together, const int n, SlF (*sum)[MOST_REGISTERS])
{
  const float *c = entries->c;

  for (int e = 0; e < entries->n; e++, c += together)
    {
      const float *row = entries->row[e] + q;

      for (int i = 0; i < n; i++)
        {
          const SlF x = (SlF) NODES (row + i * SL_NF);

          for (int g = 0; g < together; g++)
            sum[g][i] += c[g] * x;
        }
    }
}

/* Adds a row of table k with the weights of galaxies and how far they are from the tables' redshift. */
static SL_HOT void
add_entry (Entries *entries, const float *row, const float *w, const float *distance, const int k,
           const int together)
{
  float *c = entries->c + entries->n * together;

  entries->row[entries->n++] = row;
  for (int g = 0; g < together; g++)
    c[g] = k == 0 ? w[g] : w[g] * distance[g];
}

/* The ages that have light: without stars those with gas. */
static SL_HOT int
n_ages (const SlBatchLight *s)
{
  return s->table[0].star ? s->n_age : s->n_young;
}

/* ------------------------------------------------------------------ values */

/* The rows of age a with the weights of values. */
static SL_HOT void
weigh_values (const SlBatchLight *const *s, int a, const int together, Rows *out)
{
  const int nq = s[0]->n_nodes, nz = s[0]->n_z, nu = s[0]->n_u, young = a < s[0]->n_young;
  float w[MOST_TOGETHER], m[MOST_TOGETHER], distance[MOST_TOGETHER], gas_distance[MOST_TOGETHER];

  out->star.n = out->ion.n = out->gas.n = 0;
  for (int g = 0; g < together; g++)
    distance[g] = s[g]->distance, gas_distance[g] = s[g]->gas_distance;
  for (int z = 0; z < nz; z++)
    {
      const long at = (long) (a * nz + z) * nq;

      for (int g = 0; g < together; g++)
        w[g] = s[g]->mass[a] * s[g]->wz[a * 3 * nz + z], m[g] = w[g] * s[g]->escape;
      for (int k = 0; k < s[0]->n_tables && any_weight (w, together); k++)
        {
          const SlBatchTable *t = &s[0]->table[k];

          if (t->star)
            add_entry (&out->star, t->star + at, w, distance, k, together);
          if (young && t->ionising && any_weight (m, together))
            add_entry (&out->ion, t->ionising + at, m, distance, k, together);
        }
    }
  for (int u = 0; u < nu && young && s[0]->table[0].gas; u++)
    {
      for (int g = 0; g < together; g++)
        m[g] = s[g]->mass[a] * (1.0f - s[g]->escape) * s[g]->wu[u];
      if (!any_weight (m, together))
        continue;
      for (int z = 0; z < nz; z++)
        {
          for (int g = 0; g < together; g++)
            w[g] = m[g] * (s[g]->wz_gas ? s[g]->wz_gas[z] : s[g]->wz[a * 3 * nz + z]);
          for (int k = 0; k < s[0]->n_tables && any_weight (w, together); k++)
            add_entry (&out->gas, s[0]->table[k].gas + (long) ((a * nu + u) * nz + z) * nq, w, gas_distance,
                       k, together);
        }
    }
}

/* One age, at n registers of nodes from q on. All ages that share a dust curve are summed (in sum) before it
 * acts. */
static SL_HOT void
values_of_age (const SlBatchLight *const *s, const Rows *rows, int a, int q, const int together, const int n)
{
  SlF sum[MOST_TOGETHER][MOST_REGISTERS];

  for (int g = 0; g < together; g++)
    for (int i = 0; i < n; i++)
      sum[g][i] = (SlF) NODES (s[g]->sum + q + i * SL_NF);
  add_entries (&rows->star, q, together, n, sum);
  add_entries (&rows->ion, q, together, n, sum);
  add_entries (&rows->gas, q, together, n, sum);
  for (int g = 0; g < together; g++)
    {
      const int *curve = s[g]->curve_of, last = a + 1 == n_ages (s[g]) || (curve && curve[a + 1] != curve[a]);
      const float *dust = curve ? s[g]->dust + (long) curve[a] * s[g]->n_nodes + q : NULL;

      for (int i = 0; i < n; i++)
        if (!last)
          TO_NODES (s[g]->sum + q + i * SL_NF) = sum[g][i];
        else
          {
            TO_NODES (s[g]->out + q + i * SL_NF) +=
                dust ? (SlF) (sum[g][i] * NODES (dust + i * SL_NF)) : sum[g][i];
            TO_NODES (s[g]->sum + q + i * SL_NF) = (SlF) { 0 };
          }
    }
}

/* The rows of an age stay in a core's cache while all galaxies pass over them. */
static SL_HOT void
values_of_some (const SlBatchLight *const *s, int a, const int together, Rows *rows)
{
  const int n = s[0]->n_nodes / SL_NF;
  int r = 0;

  weigh_values (s, a, together, rows);
  for (; r + MOST_REGISTERS <= n; r += MOST_REGISTERS)
    values_of_age (s, rows, a, r * SL_NF, together, MOST_REGISTERS);
  for (; r < n; r++)
    values_of_age (s, rows, a, r * SL_NF, together, 1);
}

static __attribute__ ((noinline)) void
all_values (const SlBatchLight *const *s, int n_galaxies)
{
  Rows rows;

  for (int a = 0; a < n_ages (s[0]); a++)
    {
      int g = 0;

      for (; g + 4 <= n_galaxies; g += 4)
        values_of_some (s + g, a, 4, &rows);
      for (; g < n_galaxies; g++)
        values_of_some (s + g, a, 1, &rows);
    }
}

/* ------------------------------------------------------------- derivatives */

/* Products of one age: see SlBatchProduct; those by the dust curve follow from the value. */
#define SETS SL_BATCH_CURVE
/* Galaxies and registers whose products are computed together. */
#define SUMS_TOGETHER 2
#define SUMS_REGISTERS 2
typedef SlF Sums[SUMS_TOGETHER][SUMS_REGISTERS];
/* The sums that rows of stars enter, and those that rows of gas enter besides. */
enum { OF_VALUE, OF_MU, OF_SCATTER, OF_Z, N_STAR_SUMS, OF_U = N_STAR_SUMS, OF_U_SCATTER, N_GAS_SUMS };

/* Rows that count for some of the galaxies: their numbers on the grid, and value and derivatives of their
 * weights. */
typedef struct {
  int n, at[SL_BATCH_MAX_GRID];
  float w[SL_BATCH_MAX_GRID][3][MOST_TOGETHER];
} Used;

/* weights (3, n) of each galaxy. */
static SL_HOT void
find_used (const float *const *weights, int n, const int together, Used *out)
{
  out->n = 0;
  for (int i = 0; i < n; i++)
    {
      float(*w)[MOST_TOGETHER] = out->w[out->n];
      int any = 0;

      for (int k = 0; k < 3; k++)
        {
          for (int g = 0; g < together; g++)
            w[k][g] = weights[g][k * n + i];
          any |= any_weight (w[k], together);
        }
      if (any)
        out->at[out->n++] = i;
    }
}

/* A row of tables at a distance in redshift, and its derivative by that distance. tables 1: at fixed
 * wavelengths. */
static SL_HOT SlF
at_redshift (const SlF *row, float distance, const int tables)
{
  if (tables == 1)
    return row[0];
  return row[0] + distance * row[1];
}

static SL_HOT SlF
by_redshift (const SlF *row, float distance)
{
  return row[1] + distance * row[2];
}

static SL_HOT void
read_row (const float *const *table, long at, const int tables, SlF *row)
{
  for (int k = 0; k < tables; k++)
    row[k] = (SlF) NODES (table[k] + at);
}

/* Rows of stars, or of their ionising light. at: of the first metallicity. */
static SL_HOT void
add_stars (const SlBatchLight *const *s, const float *const *table, const Used *z, long at, const int tables,
           const int scatter, const int together, const int n, Sums *sum)
{
  for (int e = 0; e < z->n; e++)
    for (int i = 0; i < n; i++)
      {
        SlF row[SL_BATCH_MAX_TABLES];

        read_row (table, at + (long) z->at[e] * s[0]->n_nodes + i * SL_NF, tables, row);
        for (int g = 0; g < together; g++)
          {
            const SlF x = at_redshift (row, s[g]->distance, tables);

            sum[OF_VALUE][g][i] += z->w[e][0][g] * x;
            sum[OF_MU][g][i] += z->w[e][1][g] * x;
            if (scatter)
              sum[OF_SCATTER][g][i] += z->w[e][2][g] * x;
            if (tables > 1)
              sum[OF_Z][g][i] += z->w[e][0][g] * by_redshift (row, s[g]->distance);
          }
      }
}

/* Sums over the ionisations of one metallicity: by the weights, by their derivatives, by redshift. */
enum { U_VALUE, U_MEAN, U_SCATTER, U_Z, N_U_SUMS };

/* Rows of gas. at: of the first ionisation and metallicity. */
static SL_HOT void
add_gas (const SlBatchLight *const *s, const float *const *table, const Used *u, const Used *z, long at,
         const int tables, const int scatter, const int together, const int n, Sums *sum)
{
  const long nq = s[0]->n_nodes, nz = s[0]->n_z;

  for (int e = 0; e < z->n; e++)
    {
      Sums of[N_U_SUMS];

      for (int k = 0; k < N_U_SUMS; k++)
        for (int g = 0; g < together; g++)
          for (int i = 0; i < n; i++)
            of[k][g][i] = (SlF) { 0 };
      for (int f = 0; f < u->n; f++)
        for (int i = 0; i < n; i++)
          {
            SlF row[SL_BATCH_MAX_TABLES];

            read_row (table, at + (u->at[f] * nz + z->at[e]) * nq + i * SL_NF, tables, row);
            for (int g = 0; g < together; g++)
              {
                const SlF x = at_redshift (row, s[g]->gas_distance, tables);

                of[U_VALUE][g][i] += u->w[f][0][g] * x;
                of[U_MEAN][g][i] += u->w[f][1][g] * x;
                if (scatter)
                  of[U_SCATTER][g][i] += u->w[f][2][g] * x;
                if (tables > 1)
                  of[U_Z][g][i] += u->w[f][0][g] * by_redshift (row, s[g]->gas_distance);
              }
          }
      for (int g = 0; g < together; g++)
        for (int i = 0; i < n; i++)
          {
            sum[OF_VALUE][g][i] += z->w[e][0][g] * of[U_VALUE][g][i];
            sum[OF_MU][g][i] += z->w[e][1][g] * of[U_VALUE][g][i];
            sum[OF_U][g][i] += z->w[e][0][g] * of[U_MEAN][g][i];
            if (scatter)
              {
                sum[OF_SCATTER][g][i] += z->w[e][2][g] * of[U_VALUE][g][i];
                sum[OF_U_SCATTER][g][i] += z->w[e][0][g] * of[U_SCATTER][g][i];
              }
            if (tables > 1)
              sum[OF_Z][g][i] += z->w[e][0][g] * of[U_Z][g][i];
          }
    }
}

/* Products by the widths of distributions: few runs ask for them. */
#define BY_SCATTER (1u << SL_BATCH_SCATTER | 1u << SL_BATCH_U_SCATTER)

/* What the loops over the nodes of one age need. */
typedef struct {
  Used star_z, gas_z, u;
  int ion, gas; /* whether there are such rows at this age */
  const float *star[SL_BATCH_MAX_TABLES], *ionising[SL_BATCH_MAX_TABLES], *nebular[SL_BATCH_MAX_TABLES];
} AgeRows;

/* Products of an age without gas. */
static SL_HOT void
stars_alone (const SlBatchLight *const *s, Sums *star, const int together, const int n, Sums *p)
{
  for (int g = 0; g < together; g++)
    for (int i = 0; i < n; i++)
      {
        p[SL_BATCH_VALUE][g][i] = star[OF_VALUE][g][i];
        p[SL_BATCH_MU][g][i] = star[OF_MU][g][i];
        p[SL_BATCH_SCATTER][g][i] = star[OF_SCATTER][g][i];
        p[SL_BATCH_Z][g][i] = s[g]->stretch * star[OF_Z][g][i];
        p[SL_BATCH_ESCAPE][g][i] = p[SL_BATCH_MU_GAS][g][i] = (SlF) { 0 };
        p[SL_BATCH_U][g][i] = p[SL_BATCH_U_SCATTER][g][i] = (SlF) { 0 };
      }
}

/* Products of an age before dust. */
static SL_HOT void
age_products (const SlBatchLight *const *s, const AgeRows *rows, int a, int q, const int tables,
              const int scatter, const int together, const int n, Sums *p)
{
  const long nq = s[0]->n_nodes, nz = s[0]->n_z, stars_at = a * nz * nq + q,
             gas_at = a * s[0]->n_u * nz * nq + q;
  Sums star[N_STAR_SUMS], ion[N_STAR_SUMS], gas[N_GAS_SUMS];

  memset (star, 0, sizeof star);
  if (rows->star[0])
    add_stars (s, rows->star, &rows->star_z, stars_at, tables, scatter, together, n, star);
  if (!rows->ion && !rows->gas)
    {
      stars_alone (s, star, together, n, p);
      return;
    }
  memset (ion, 0, sizeof ion);
  memset (gas, 0, sizeof gas);
  if (rows->ion)
    add_stars (s, rows->ionising, &rows->star_z, stars_at, tables, scatter, together, n, ion);
  if (rows->gas)
    add_gas (s, rows->nebular, &rows->u, &rows->gas_z, gas_at, tables, scatter, together, n, gas);
  for (int g = 0; g < together; g++)
    for (int i = 0; i < n; i++)
      {
        const float escape = rows->gas || rows->ion ? s[g]->escape : 0.0f, kept = 1.0f - escape;
        const SlF by_gas = kept * gas[OF_MU][g][i];
        const int own = s[g]->wz_gas != NULL;

        p[SL_BATCH_VALUE][g][i] =
            star[OF_VALUE][g][i] + escape * ion[OF_VALUE][g][i] + kept * gas[OF_VALUE][g][i];
        p[SL_BATCH_ESCAPE][g][i] = ion[OF_VALUE][g][i] - gas[OF_VALUE][g][i];
        p[SL_BATCH_MU][g][i] = star[OF_MU][g][i] + escape * ion[OF_MU][g][i] + (own ? 0.0f : 1.0f) * by_gas;
        p[SL_BATCH_MU_GAS][g][i] = (own ? 1.0f : 0.0f) * by_gas;
        p[SL_BATCH_SCATTER][g][i] =
            star[OF_SCATTER][g][i] + escape * ion[OF_SCATTER][g][i] + kept * gas[OF_SCATTER][g][i];
        p[SL_BATCH_U][g][i] = kept * gas[OF_U][g][i];
        p[SL_BATCH_U_SCATTER][g][i] = kept * gas[OF_U_SCATTER][g][i];
        p[SL_BATCH_Z][g][i] =
            s[g]->stretch * (star[OF_Z][g][i] + escape * ion[OF_Z][g][i] + kept * gas[OF_Z][g][i]);
      }
}

/* Dust acts on the products of age a of galaxy g, which make those by the curve too. */
static SL_HOT void
age_dust (const SlBatchLight *s, int a, int q, int g, const int n, Sums *p)
{
  const float *row = s->dust + (long) s->curve_of[a] * SL_BATCH_CURVE_ROWS * s->n_nodes + q;
  SlF value[SUMS_REGISTERS];

  for (int i = 0; i < n; i++)
    value[i] = p[SL_BATCH_VALUE][g][i];
  for (int c = 0; c < SL_N_CURVE; c++)
    if (s->wanted & 1u << (SL_BATCH_CURVE + c))
      for (int i = 0; i < n; i++)
        p[SL_BATCH_CURVE + c][g][i] =
            value[i] * NODES (row + (SL_BATCH_BY_CURVE + c) * s->n_nodes + i * SL_NF);
  for (int set = 0; set < SETS; set++)
    if ((s->wanted | 1u << SL_BATCH_VALUE) & 1u << set)
      for (int i = 0; i < n; i++)
        p[set][g][i] *= NODES (row + i * SL_NF);
  /* Nodes stay where they are for the observer while the light of the galaxy moves under them. */
  if (s->wanted & 1u << SL_BATCH_Z)
    for (int i = 0; i < n; i++)
      p[SL_BATCH_Z][g][i] -= s->stretch * value[i] * NODES (row + SL_BATCH_BY_WAVE * s->n_nodes + i * SL_NF);
}

/* Products of some ages, which are added to the outputs together: sums then stay in registers. Only those
 * that some term wants are filled. */
#define AGES 16
typedef SlF Products[SL_BATCH_N_PRODUCTS][AGES][SUMS_REGISTERS];

/* Fills number k of the products from age a. */
static SL_HOT void
products_of_age (const SlBatchLight *const *s, const AgeRows *rows, int a, int k, int q, const int tables,
                 const int scatter, const int together, const int n, Products *out)
{
  Sums p[SL_BATCH_N_PRODUCTS];

  age_products (s, rows, a, q, tables, scatter, together, n, p);
  for (int g = 0; g < together; g++)
    {
      if (s[g]->curve_of)
        age_dust (s[g], a, q, g, n, p);
      else
        for (int c = 0; c < SL_N_CURVE; c++)
          for (int i = 0; i < n; i++)
            p[SL_BATCH_CURVE + c][g][i] = (SlF) { 0 };
      for (int set = 0; set < SL_BATCH_N_PRODUCTS; set++)
        if ((s[g]->wanted | 1u << SL_BATCH_VALUE) & 1u << set)
          for (int i = 0; i < n; i++)
            out[g][set][k][i] = p[set][g][i];
    }
}

/* Terms of one product whose outputs differ, added together. */
#define TERMS_TOGETHER 4

static SL_HOT void
add_group (const SlBatchLight *s, const SlBatchTerm *term, const int n_terms, int a, int n_of, int q,
           const int n, const Products *products)
{
  const SlF(*product)[SUMS_REGISTERS] = (*products)[term[0].product];
  SlF sum[TERMS_TOGETHER][SUMS_REGISTERS];
  const float *coef[TERMS_TOGETHER];
  float *out[TERMS_TOGETHER];

  for (int l = 0; l < n_terms; l++)
    {
      coef[l] = term[l].coef + a;
      out[l] = s->out + (long) term[l].out * s->n_nodes + q;
      for (int i = 0; i < n; i++)
        sum[l][i] = (SlF) NODES (out[l] + i * SL_NF);
    }
  for (int k = 0; k < n_of; k++)
    for (int l = 0; l < n_terms; l++)
      for (int i = 0; i < n; i++)
        sum[l][i] += coef[l][k] * product[k][i];
  for (int l = 0; l < n_terms; l++)
    for (int i = 0; i < n; i++)
      TO_NODES (out[l] + i * SL_NF) = sum[l][i];
}

/* Adds the products of n_of ages from a on to the outputs of a galaxy. */
static SL_HOT void
add_terms (const SlBatchLight *s, int a, int n_of, int q, const int n, const Products *products)
{
  const SlBatchTerm value = { SL_BATCH_VALUE, 0, s->mass };

  add_group (s, &value, 1, a, n_of, q, n, products);
  for (int l = 0, end; l < s->n_terms; l = end)
    {
      for (end = l + 1; end < s->n_terms && end - l < TERMS_TOGETHER; end++)
        if (s->term[end].product != s->term[l].product || s->term[end].out == s->term[end - 1].out)
          break;
      if (end - l == TERMS_TOGETHER)
        add_group (s, s->term + l, TERMS_TOGETHER, a, n_of, q, n, products);
      else
        for (int one = l; one < end; one++)
          add_group (s, s->term + one, 1, a, n_of, q, n, products);
    }
}

/* The rows that count at age a. */
static SL_HOT void
find_rows (const SlBatchLight *const *s, int a, const int tables, const int together, AgeRows *rows)
{
  const int nz = s[0]->n_z, young = a < s[0]->n_young;
  const float *stars[MOST_TOGETHER], *gas[MOST_TOGETHER], *u[MOST_TOGETHER];

  for (int g = 0; g < together; g++)
    {
      stars[g] = s[g]->wz + a * 3 * nz;
      gas[g] = s[g]->wz_gas ? s[g]->wz_gas : stars[g];
      u[g] = s[g]->wu;
    }
  for (int k = 0; k < tables; k++)
    {
      rows->star[k] = s[0]->table[k].star;
      rows->ionising[k] = s[0]->table[k].ionising;
      rows->nebular[k] = s[0]->table[k].gas;
    }
  rows->ion = young && rows->ionising[0];
  rows->gas = young && rows->nebular[0];
  find_used (stars, nz, together, &rows->star_z);
  if (!rows->gas)
    return;
  find_used (gas, nz, together, &rows->gas_z);
  find_used (u, s[0]->n_u, together, &rows->u);
}

/* n_of ages from a on, at n registers of nodes from q on. */
static SL_HOT void
derivatives_of_ages (const SlBatchLight *const *s, const AgeRows *rows, int a, int n_of, int q,
                     const int tables, const int scatter, const int together, const int n)
{
  Products products[SUMS_TOGETHER];

  for (int k = 0; k < n_of; k++)
    products_of_age (s, &rows[k], a + k, k, q, tables, scatter, together, n, products);
  for (int g = 0; g < together; g++)
    add_terms (s[g], a, n_of, q, n, &products[g]);
}

static SL_HOT void
derivatives_of_some (const SlBatchLight *const *s, int a, int n_of, const int tables, const int scatter,
                     const int together, AgeRows *rows)
{
  const int n = s[0]->n_nodes / SL_NF;
  int r = 0;

  for (int k = 0; k < n_of; k++)
    find_rows (s, a + k, tables, together, &rows[k]);
  for (; r + SUMS_REGISTERS <= n; r += SUMS_REGISTERS)
    derivatives_of_ages (s, rows, a, n_of, r * SL_NF, tables, scatter, together, SUMS_REGISTERS);
  for (; r < n; r++)
    derivatives_of_ages (s, rows, a, n_of, r * SL_NF, tables, scatter, together, 1);
}

static SL_HOT void
all_derivatives (const SlBatchLight *const *s, int n_galaxies, const int tables, const int scatter)
{
  AgeRows rows[AGES];

  for (int a = 0; a < n_ages (s[0]); a += AGES)
    {
      const int left = n_ages (s[0]) - a, n_of = left < AGES ? left : AGES;
      int g = 0;

      for (; g + SUMS_TOGETHER <= n_galaxies; g += SUMS_TOGETHER)
        derivatives_of_some (s + g, a, n_of, tables, scatter, SUMS_TOGETHER, rows);
      for (; g < n_galaxies; g++)
        derivatives_of_some (s + g, a, n_of, tables, scatter, 1, rows);
    }
}

static __attribute__ ((noinline)) void
derivatives_at_rest (const SlBatchLight *const *s, int n_galaxies)
{
  if (s[0]->wanted & BY_SCATTER)
    all_derivatives (s, n_galaxies, 1, 1);
  else
    all_derivatives (s, n_galaxies, 1, 0);
}

static __attribute__ ((noinline)) void
derivatives_redshifted (const SlBatchLight *const *s, int n_galaxies)
{
  if (s[0]->wanted & BY_SCATTER)
    all_derivatives (s, n_galaxies, SL_BATCH_MAX_TABLES, 1);
  else
    all_derivatives (s, n_galaxies, SL_BATCH_MAX_TABLES, 0);
}

void
SL_SIMD_NAME (sl_batch_light) (const SlBatchLight *const *light, int n)
{
  for (int g = 0; g < n; g++)
    {
      memset (light[g]->out, 0,
              (unsigned long) light[g]->n_out * (unsigned) light[g]->n_nodes * sizeof (float));
      memset (light[g]->sum, 0, (unsigned) light[g]->n_nodes * sizeof (float));
    }
  if (light[0]->n_out == 1)
    all_values (light, n);
  else if (light[0]->n_tables == 1)
    derivatives_at_rest (light, n);
  else
    derivatives_redshifted (light, n);
}

/* Rows of a library against the weights of nodes: eight rows at a time, so that sums wait for each other
 * less. */
#define FOLD_ROWS 8
#define FOLD_REGISTERS (SL_BATCH_LANES / SL_NF)

static SL_HOT void
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

void
SL_SIMD_NAME (sl_batch_blend) (long n, const float *const *from, const float *share, float *out)
{
  long i = 0;

  for (; i + SL_NF <= n; i += SL_NF)
    TO_NODES (out + i) = share[0] * (SlF) NODES (from[0] + i) + share[1] * (SlF) NODES (from[1] + i)
                         + share[2] * (SlF) NODES (from[2] + i) + share[3] * (SlF) NODES (from[3] + i);
  for (; i < n; i++)
    out[i] = share[0] * from[0][i] + share[1] * from[1][i] + share[2] * from[2][i] + share[3] * from[3][i];
}

#define SL_STRING_(x) #x
#define SL_STRING(x) SL_STRING_ (x)

const SlBatchKernels SL_SIMD_NAME (sl_batch_kernels) = {
  .name = SL_STRING (SL_SIMD),
  .sfh = SL_SIMD_NAME (sl_batch_sfh),
  .metals = SL_SIMD_NAME (sl_batch_metals),
  .dust = SL_SIMD_NAME (sl_batch_dust),
  .transmission = SL_SIMD_NAME (sl_batch_transmission),
  .slopes = SL_SIMD_NAME (sl_batch_slopes),
  .light = SL_SIMD_NAME (sl_batch_light),
  .fold = SL_SIMD_NAME (sl_batch_fold),
  .blend = SL_SIMD_NAME (sl_batch_blend),
};
