/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functionals of light as tables: light of 1 Msun by age, metallicity and ionisation at a few nodes of
 * wavelength, between which the transmission of dust is interpolated. */
#include <math.h>
#include <string.h>

#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"
#include "model/batch/sl-batch-private.h"
#include "model/dust/sl-dust-law.h"
#include "model/support/sl-memory.h"

/* Light outside the main part of a functional, and outside its tails' nodes, on each side. */
#define TAIL 5e-3
#define FAR_TAIL 1e-5
/* A band leaks where this part of it is further away from the main part, in ln (wavelength). */
#define LEAK 1e-3
#define LEAK_DISTANCE 0.25
/* Wider functionals are cut into pieces, in ln (wavelength). */
#define PIECE_WIDTH 0.4

/* ------------------------------------------------------------------- nodes */

/* Chebyshev points from -1 to 1: number j of n. */
static double
chebyshev (guint j, guint n)
{
  /* -cos (pi j / (n - 1)), n = SL_BATCH_TAIL + 1 and SL_BATCH_INNER. */
  static const double tail[] = { -1.0, 0.0, 1.0 };
  static const double inner[] = {
    -1.0, -0.95105651629515357, -0.80901699437494742, -0.58778525229247313, -0.30901699437494742,
    0.0,  0.30901699437494742,  0.58778525229247313,  0.80901699437494742,  0.95105651629515357,
    1.0
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (tail) == SL_BATCH_TAIL + 1 && G_N_ELEMENTS (inner) == SL_BATCH_INNER);
  return n == SL_BATCH_INNER ? inner[j] : tail[j];
}

/* Weights of the barycentric formula. */
static double
barycentric (guint j, guint n)
{
  return (j % 2 ? -1.0 : 1.0) * (j == 0 || j == n - 1 ? 0.5 : 1.0);
}

/* Shares of n Chebyshev points at u = -1 ... 1. */
static void
chebyshev_shares (double u, guint n, double *share)
{
  double sum = 0.0;

  for (guint j = 0; j < n; j++)
    {
      const double d = u - chebyshev (j, n);

      if (fabs (d) < 1e-12)
        {
          memset (share, 0, n * sizeof *share);
          share[j] = 1.0;
          return;
        }
      share[j] = barycentric (j, n) / d;
      sum += share[j];
    }
  for (guint j = 0; j < n; j++)
    share[j] /= sum;
}

/* (n, n) derivatives at n Chebyshev points of what has given values there, over an interval from -1 to 1. */
static const float *
chebyshev_matrix (guint n)
{
  static float inner[SL_BATCH_INNER * SL_BATCH_INNER], tail[(SL_BATCH_TAIL + 1) * (SL_BATCH_TAIL + 1)];
  static gsize made;

  if (g_once_init_enter (&made))
    {
      for (guint i = 0; i < 2; i++)
        {
          const guint m = i ? SL_BATCH_TAIL + 1 : SL_BATCH_INNER;
          float *d = i ? tail : inner;

          for (guint j = 0; j < m; j++)
            for (guint k = 0; k < m; k++)
              if (k != j)
                {
                  const double x =
                      barycentric (k, m) / barycentric (j, m) / (chebyshev (j, m) - chebyshev (k, m));

                  d[j * m + k] += x;
                  d[j * m + j] -= x;
                }
        }
      g_once_init_leave (&made, 1);
    }
  return n == SL_BATCH_INNER ? inner : tail;
}

/* Derivatives at n Chebyshev points over an interval of half a width. */
static void
chebyshev_slopes (const float *y, guint n, double half, float *slope)
{
  const float *d = chebyshev_matrix (n), per = half > 0.0 ? 1.0 / half : 0.0;

  for (guint j = 0; j < n; j++)
    {
      float sum = 0.0f;

      for (guint k = 0; k < n; k++)
        sum += d[j * n + k] * y[k];
      slope[j] = sum * per;
    }
}

/* The parts of a piece, from the lowest wavelengths: neighbours share a node. */
typedef struct {
  guint first, n;
  double lo, hi;
} Part;
#define N_PARTS 3

static void
parts_of (const SlBatchPiece *piece, Part part[N_PARTS])
{
  part[0] = (Part) { 0, SL_BATCH_TAIL + 1, piece->below, piece->lo };
  part[1] = (Part) { SL_BATCH_TAIL, SL_BATCH_INNER, piece->lo, piece->hi };
  part[2] = (Part) { SL_BATCH_TAIL + SL_BATCH_INNER - 1, SL_BATCH_TAIL + 1, piece->hi, piece->above };
}

static double
node_of_piece (const SlBatchPiece *piece, guint q)
{
  const guint which = q < SL_BATCH_TAIL ? 0 : q < SL_BATCH_TAIL + SL_BATCH_INNER ? 1 : 2;
  Part part[N_PARTS];

  parts_of (piece, part);
  /* That of the break has no wavelength of its own. */
  q = MIN (q, SL_BATCH_CURVE_NODES - 1);
  return 0.5 * (part[which].lo + part[which].hi)
         + 0.5 * (part[which].hi - part[which].lo) * chebyshev (q - part[which].first, part[which].n);
}

void
sl_batch_node_shares (const SlBatchPiece *piece, double x, double share[SL_BATCH_CURVE_NODES])
{
  const guint which = x < piece->lo ? 0 : x <= piece->hi ? 1 : 2;
  Part part[N_PARTS];
  double u;

  parts_of (piece, part);
  memset (share, 0, SL_BATCH_CURVE_NODES * sizeof *share);
  u = part[which].hi > part[which].lo
          ? CLAMP ((2.0 * x - part[which].lo - part[which].hi) / (part[which].hi - part[which].lo), -1.0, 1.0)
      : which == 2 ? -1.0
                   : 1.0;
  chebyshev_shares (u, part[which].n, share + part[which].first);
}

/* d / d ln (wavelength) at a piece's nodes of what has the values y there; 0 at that of the break. */
static void
node_slopes (const SlBatchPiece *piece, const float *y, float *slope)
{
  /* The main part last: its slopes count at its ends. */
  static const guint order[N_PARTS] = { 0, 2, 1 };
  Part part[N_PARTS];

  parts_of (piece, part);
  for (guint i = 0; i < N_PARTS; i++)
    {
      const Part *p = &part[order[i]];

      chebyshev_slopes (y + p->first, p->n, 0.5 * (p->hi - p->lo), slope + p->first);
    }
  slope[SL_BATCH_BREAK_NODE] = 0.0;
}

/* Calzetti's law and its relatives jump, by 0.2 and 0.7 percent; the two parts of Reddy's differ by 1.7
 * percent and pass into each other. Between nodes the transmission is interpolated without the jump; what is
 * redward of it is summed apart. */
static const SlBatchBreak calzetti_breaks[SL_BATCH_N_BREAKS] = { { 1500.0, 0.0 }, { 6300.0, 0.0 } };
static const SlBatchBreak reddy_breaks[SL_BATCH_N_BREAKS] = { { 1500.0, 0.0 }, { 6000.0, 200.0 } };

const SlBatchBreak *
sl_batch_breaks (SlDustLaw law)
{
  return law == SL_DUST_REDDY15 ? reddy_breaks : calzetti_breaks;
}

guint
sl_batch_break_near (const SlBatchBreak *breaks, double x)
{
  return x < 0.5 * (log (breaks[0].wave) + log (breaks[1].wave)) ? 0 : 1;
}

double
sl_batch_break_part (const SlBatchBreak *at, double wave)
{
  const double t = at->half > 0.0    ? CLAMP (0.5 * (wave - at->wave) / at->half + 0.5, 0.0, 1.0)
                   : wave > at->wave ? 1.0
                                     : 0.0;

  return t * t * (3.0 - 2.0 * t);
}

/* ------------------------------------------------------------------ pieces */

/* ln (wavelength) below which a part of the sum of weights lies. x (n), not decreasing; w (n), at least 0. */
static double
quantile (const double *x, const double *w, guint n, double part)
{
  double all = 0.0, sum = 0.0;

  for (guint i = 0; i < n; i++)
    all += w[i];
  for (guint i = 0; i < n; i++)
    {
      sum += w[i];
      if (sum >= part * all)
        return x[i];
    }
  return x[n - 1];
}

static void
add_piece (SlBatchBlock *block, double below, double lo, double hi, double above)
{
  block->piece = g_renew (SlBatchPiece, block->piece, block->n_pieces + 1);
  block->piece[block->n_pieces++] = (SlBatchPiece) { lo, hi, below, above };
}

/* Adds the pieces of a functional whose weights lie at x, from the lowest wavelengths. Returns their number.
 * A band that leaks far from its middle has a piece for its leak: it may be most of the light of a galaxy
 * that is dark in the band. */
static guint
add_pieces (SlBatchBlock *block, const double *x, const double *w, guint n)
{
  const double below = quantile (x, w, n, FAR_TAIL), above = quantile (x, w, n, 1.0 - FAR_TAIL),
               lo = quantile (x, w, n, TAIL), hi = quantile (x, w, n, 1.0 - TAIL);
  const gboolean leaks_below = lo - quantile (x, w, n, LEAK) > LEAK_DISTANCE,
                 leaks_above = quantile (x, w, n, 1.0 - LEAK) - hi > LEAK_DISTANCE;
  const guint pieces = MAX (1, (guint) ceil ((hi - lo) / PIECE_WIDTH)), first = block->n_pieces;

  if (leaks_below)
    add_piece (block, below, below, lo, lo);
  for (guint i = 0; i < pieces; i++)
    {
      const double from = lo + (hi - lo) * i / pieces,
                   to = i + 1 == pieces ? hi : lo + (hi - lo) * (i + 1) / pieces;

      add_piece (block, i == 0 && !leaks_below ? below : from, from, to,
                 i + 1 == pieces && !leaks_above ? above : to);
    }
  if (leaks_above)
    add_piece (block, hi, hi, above, above);
  return block->n_pieces - first;
}

static guint
whole_lanes (guint n)
{
  return (n + SL_BATCH_LANES - 1) / SL_BATCH_LANES * SL_BATCH_LANES;
}

/* Wavelengths of the nodes of a block with pieces, and of those that only fill it up. */
static void
place_nodes (SlBatchBlock *block)
{
  block->n_nodes = whole_lanes (block->n_pieces * SL_BATCH_NODES);
  block->wave = g_new0 (double, block->n_nodes + 1);
  for (guint q = 0; q < block->n_nodes; q++)
    block->wave[q] = q < block->n_pieces * SL_BATCH_NODES
                         ? exp (node_of_piece (&block->piece[q / SL_BATCH_NODES], q % SL_BATCH_NODES))
                         : SL_DUST_V * 1e4;
  block->lnw = g_new0 (double, block->n_nodes + 1);
  for (guint q = 0; q < block->n_nodes; q++)
    block->lnw[q] = log (block->wave[q]);
  block->slopes = sl_aligned_new ((gsize) block->n_pieces * SL_BATCH_NODES * SL_BATCH_NODES + 1,
                                  sizeof (float));
  for (guint i = 0; i < block->n_pieces; i++)
    for (guint q = 0; q < SL_BATCH_NODES; q++)
      {
        float one[SL_BATCH_NODES] = { 0.0f };

        one[q] = 1.0f;
        node_slopes (&block->piece[i], one, block->slopes + (i * SL_BATCH_NODES + q) * SL_BATCH_NODES);
      }
}

/* Inputs of the dust laws at the nodes' own wavelengths. */
static void
prepare_dust (SlBatchBlock *block)
{
  block->lnx = g_new0 (float, block->n_nodes + 1);
  block->bump = g_new0 (float, block->n_nodes + 1);
  for (guint law = 0; law < SL_N_DUST_LAWS; law++)
    block->k0[law] = g_new0 (float, block->n_nodes + 1);
  for (guint q = 0; q < block->n_nodes; q++)
    {
      const double lam = block->wave[q] * 1e-4;

      block->lnx[q] = log (lam / SL_DUST_V);
      block->bump[q] = sl_k_bump (lam);
      for (guint law = 0; law < SL_N_DUST_LAWS; law++)
        block->k0[law][q] = sl_dust_k (law, lam);
    }
}

static void
block_clear (SlBatchBlock *block)
{
  g_free (block->piece);
  g_free (block->wave);
  g_free (block->lnw);
  sl_aligned_free (block->slopes);
  g_free (block->scale);
  g_free (block->lnx);
  g_free (block->bump);
  for (guint law = 0; law < SL_N_DUST_LAWS; law++)
    g_free (block->k0[law]);
  sl_aligned_free ((gpointer) block->table.star);
  sl_aligned_free ((gpointer) block->table.gas);
}

/* ------------------------------------------------------------------ tables */

static gsize
gas_cells (const SlBatch *self)
{
  return (gsize) self->templates->n_young * self->templates->n_lgu * self->templates->n_met;
}

gsize
sl_batch_table_floats (const SlBatch *self, guint n_nodes, SlBatchLightKind kind)
{
  const SlTemplates *t = self->templates;

  return (kind == SL_BATCH_STARS ? (gsize) (t->n_age + t->n_young) * t->n_met : gas_cells (self)) * n_nodes;
}

SlBatchTable
sl_batch_table_of (const SlBatch *self, guint n_nodes, SlBatchLightKind kind, float *memory)
{
  const SlTemplates *t = self->templates;

  if (kind == SL_BATCH_GAS)
    return (SlBatchTable) { .gas = memory };
  return (SlBatchTable) { .star = memory, .ionising = memory + (gsize) t->n_age * t->n_met * n_nodes };
}

/* Weights (pixels from first on, 16) of the nodes of one piece, and the same for the nodes of the nebular
 * continuum. */
typedef struct {
  guint first, n, split; /* pixels; those from split on are not ionising */
  float *pixel;
  guint c_first, c_last;
  float *node;
} Fold;

/* The pixels of a piece: of several pieces each takes those up to the middle between it and its neighbour,
 * which is where they meet. */
gboolean
sl_batch_in_piece (const SlBatchBlock *block, guint first, guint n, guint i, double x)
{
  return (i == first || x >= block->piece[i].lo) && (i + 1 == first + n || x < block->piece[i].hi);
}

/* The light of pixel w counts weight at the nodes of a piece: shares, and the part redward of the break. */
void
sl_batch_pixel_shares (const SlBatchBlock *block, guint which, double x, double wave, double one_z,
                       const SlBatchBreak *breaks, double share[SL_BATCH_NODES])
{
  const SlBatchPiece *piece = &block->piece[which];
  const double middle = 0.5 * (piece->lo + piece->hi) - (one_z > 0.0 ? log (one_z) : 0.0);

  sl_batch_node_shares (piece, x, share);
  share[SL_BATCH_BREAK_NODE] = sl_batch_break_part (&breaks[sl_batch_break_near (breaks, middle)], wave);
}

/* Narrows first .. last - 1 of rows of nodes to those with weight. */
static void
trim (const double *node, guint *first, guint *last)
{
  static const double none[SL_BATCH_NODES];

  while (*first < *last && memcmp (node + *first * SL_BATCH_NODES, none, sizeof none) == 0)
    ++*first;
  while (*last > *first && memcmp (node + (*last - 1) * SL_BATCH_NODES, none, sizeof none) == 0)
    --*last;
}

static void
fold_init (const SlBatch *self, const SlBatchBlock *block, guint first_piece, guint n_pieces, guint which,
           const SlFunctional *f, double one_z, const SlBatchBreak *breaks, Fold *fold)
{
  const SlTemplates *t = self->templates;
  const double *wave = one_z > 0.0 ? t->band_grid->vacuum : t->wave, shift = one_z > 0.0 ? log (one_z) : 0.0;
  g_autofree double *node = g_new0 (double, (t->n_cwave + 1) * SL_BATCH_NODES);
  guint c = 0;

  fold->first = f->pixel[0];
  fold->n = f->pixel[f->n - 1] + 1 - fold->first;
  fold->split = CLAMP (self->n_ionising, fold->first, fold->first + fold->n) - fold->first;
  fold->pixel = sl_aligned_new (fold->n * SL_BATCH_LANES, sizeof (float));
  for (guint i = 0; i < f->n; i++)
    {
      const guint w = f->pixel[i];
      const double x = log (wave[w]) + shift, at = t->wave[w];
      double share[SL_BATCH_NODES], between = 0.0;

      if (!sl_batch_in_piece (block, first_piece, n_pieces, which, x))
        continue;
      sl_batch_pixel_shares (block, which, x, at, one_z, breaks, share);
      for (guint q = 0; q < SL_BATCH_NODES; q++)
        fold->pixel[(w - fold->first) * SL_BATCH_LANES + q] = f->k[i] * share[q] * SL_LIGHT_SCALE;
      if (!t->n_lgu || at < t->cwave[0] || at > t->cwave[t->n_cwave - 1])
        continue;
      while (c + 2 < t->n_cwave && t->cwave[c + 1] <= at)
        c++;
      between = sl_between_d (at, t->cwave[c], t->cwave[c + 1]);
      for (guint q = 0; q < SL_BATCH_NODES; q++)
        {
          node[c * SL_BATCH_NODES + q] += f->k[i] * share[q] * (1.0 - between) * SL_LIGHT_SCALE;
          node[(c + 1) * SL_BATCH_NODES + q] += f->k[i] * share[q] * between * SL_LIGHT_SCALE;
        }
    }
  fold->c_first = 0, fold->c_last = t->n_lgu ? t->n_cwave : 0;
  trim (node, &fold->c_first, &fold->c_last);
  fold->node = sl_aligned_new ((fold->c_last + 1) * SL_BATCH_LANES, sizeof (float));
  for (guint i = fold->c_first; i < fold->c_last; i++)
    for (guint q = 0; q < SL_BATCH_NODES; q++)
      fold->node[i * SL_BATCH_LANES + q] = node[i * SL_BATCH_NODES + q];
}

static void
fold_clear (Fold *fold)
{
  sl_aligned_free (fold->pixel);
  sl_aligned_free (fold->node);
}

/* rows, stride apart, times weights, into SL_BATCH_NODES of the nodes of each row of out. */
static void
fold_rows (const SlBatch *self, const float *rows, gsize stride, gsize n_rows, const float *weight, guint n,
           float *out, guint n_nodes)
{
  self->loops->fold (rows, stride, n_rows, weight, n, out, n_nodes, SL_BATCH_NODES);
}

static void
fill_stars (const SlBatch *self, const Fold *fold, gsize at, guint nq, float *memory)
{
  const SlTemplates *t = self->templates;
  const SlBatchTable table = sl_batch_table_of (self, nq, SL_BATCH_STARS, memory);
  const gsize young = t->n_lgu ? (gsize) t->n_young * t->n_met : 0, all = (gsize) t->n_age * t->n_met;
  float *star = (float *) table.star + at;

  /* Of young stars' ionising light the gas lets only the escaping part pass. */
  fold_rows (self, t->flux + fold->first, t->wave_stride, young, fold->pixel, fold->split,
             (float *) table.ionising + at, nq);
  fold_rows (self, t->flux + fold->first + fold->split, t->wave_stride, young,
             fold->pixel + fold->split * SL_BATCH_LANES, fold->n - fold->split, star, nq);
  fold_rows (self, t->flux + young * t->wave_stride + fold->first, t->wave_stride, all - young, fold->pixel,
             fold->n, star + young * nq, nq);
}

void
sl_batch_table_fill (const SlBatch *self, const SlBatchBlock *block, const SlBatchRow *row,
                     const SlFunctional *f, double one_z, const SlBatchBreak *breaks, SlBatchLightKind kind,
                     float *memory)
{
  const SlTemplates *t = self->templates;
  const guint nq = block->n_nodes, first = row->first / SL_BATCH_NODES, n = row->n / SL_BATCH_NODES;

  for (guint which = first; which < first + n; which++)
    {
      const gsize at = (gsize) which * SL_BATCH_NODES;
      Fold fold;

      fold_init (self, block, first, n, which, f, one_z, breaks, &fold);
      if (kind == SL_BATCH_STARS)
        fill_stars (self, &fold, at, nq, memory);
      else
        fold_rows (self, t->continuum + fold.c_first, t->n_cwave, gas_cells (self),
                   fold.node + fold.c_first * SL_BATCH_LANES, fold.c_last - fold.c_first, memory + at, nq);
      fold_clear (&fold);
    }
}

/* ------------------------------------------------------------------- plans */

static gboolean
is_functional (const SlPlanRow *row)
{
  return row->f.k != NULL;
}

/* Pieces of the functionals of the rest frame, and their tables. */
static void
plan_rest (const SlBatch *self, SlBatchSet *set)
{
  const SlTemplates *t = self->templates;
  SlBatchBlock *block = &set->in_rest;

  for (guint i = 0; i < set->rest.n_rows; i++)
    {
      SlPlanRow *row = &set->rest.rows[i];
      SlBatchRow *out = &set->rest_row[i];

      if (!is_functional (row) || !row->f.n || isnan (row->f.k[0]))
        continue;
      {
        g_autofree double *x = g_new (double, row->f.n), *w = g_new (double, row->f.n);

        for (guint j = 0; j < row->f.n; j++)
          {
            x[j] = log (t->wave[row->f.pixel[j]]);
            w[j] = fabs (row->f.k[j]);
          }
        out->f = &row->f;
        out->first = block->n_pieces * SL_BATCH_NODES;
        out->n = add_pieces (block, x, w, row->f.n) * SL_BATCH_NODES;
        out->line = sl_batch_lines_in_functional (self, &row->f);
        set->lines_needed |= out->line != NULL;
        set->pixels = TRUE;
      }
    }
  place_nodes (block);
  prepare_dust (block);
  if (!block->n_nodes)
    return;
  for (guint kind = 0; kind < SL_BATCH_N_LIGHTS; kind++)
    {
      const gsize floats = sl_batch_table_floats (self, block->n_nodes, kind);
      float *memory = floats ? sl_aligned_new (floats, sizeof (float)) : NULL;
      const SlBatchTable table = sl_batch_table_of (self, block->n_nodes, kind, memory);

      for (guint i = 0; i < set->rest.n_rows && floats; i++)
        if (set->rest_row[i].f)
          sl_batch_table_fill (self, block, &set->rest_row[i], set->rest_row[i].f, 0.0, set->breaks, kind,
                               memory);
      if (kind == SL_BATCH_GAS)
        block->table.gas = table.gas;
      else
        block->table = table;
    }
}

/* Pieces of the bands in the observer's frame. Their tables are slices. */
static void
plan_observed (const SlBatch *self, SlBatchSet *set)
{
  for (guint i = 0; i < set->observed.n_rows; i++)
    {
      SlPlanRow *row = &set->observed.rows[i];
      const SlFilter *filter = row->key.filter;
      g_autofree double *x = g_new (double, filter->n), *w = g_new (double, filter->n);

      for (guint j = 0; j < filter->n; j++)
        {
          x[j] = log (filter->wave[j]);
          w[j] = filter->transmission[j]
                 * (filter->wave[MIN (j + 1, filter->n - 1)] - filter->wave[j ? j - 1 : 0]) / filter->wave[j];
        }
      set->observed_row[i].f = &row->f;
      sl_batch_curve_init (&set->observed_row[i].curve, filter);
      set->observed_row[i].first = set->in_observed.n_pieces * SL_BATCH_NODES;
      set->observed_row[i].n = add_pieces (&set->in_observed, x, w, filter->n) * SL_BATCH_NODES;
      set->pixels = TRUE;
    }
  set->rest_lines = set->lines_needed;
  set->lines_needed |= set->observed.n_rows > 0;
  place_nodes (&set->in_observed);
  sl_batch_slices_init (self, set);
}

/* Emission lines are nodes too: their luminosities, and dust at their own wavelengths. */
static void
plan_lines (const SlBatch *self, SlBatchSet *set)
{
  const SlTemplates *t = self->templates;
  SlBatchBlock *block = &set->lines;
  float *gas;

  if (!t->n_lgu || !t->n_line)
    return;
  block->n_nodes = whole_lanes (t->n_line);
  block->wave = g_new0 (double, block->n_nodes);
  for (guint l = 0; l < block->n_nodes; l++)
    block->wave[l] = t->line_wave[MIN (l, t->n_line - 1)];
  prepare_dust (block);
  gas = sl_aligned_new (gas_cells (self) * block->n_nodes, sizeof (float));
  for (gsize i = 0; i < gas_cells (self); i++)
    memcpy (gas + i * block->n_nodes, t->line_luminosity + i * t->n_line, t->n_line * sizeof *gas);
  block->table.gas = gas;
}

/* Functions of age and metallicity. */
static void
plan_tables (const SlBatch *self, SlBatchSet *set)
{
  const SlTemplates *t = self->templates;
  SlBatchBlock *block = &set->tables;
  const gsize cells = (gsize) t->n_age * t->n_met;
  guint n = 0;
  float *star;

  for (guint i = 0; i < set->rest.n_rows; i++)
    if (set->rest.rows[i].table)
      set->rest_row[i] = (SlBatchRow) { .first = n++, .n = 1 };
  block->n_nodes = whole_lanes (n);
  if (!n)
    return;
  star = sl_aligned_new (cells * block->n_nodes, sizeof (float));
  block->scale = g_new0 (double, block->n_nodes);
  for (guint i = 0; i < set->rest.n_rows; i++)
    {
      const double *table = set->rest.rows[i].table;
      const guint q = set->rest_row[i].first;
      double most = 0.0;

      for (gsize cell = 0; cell < cells && table; cell++)
        most = MAX (most, fabs (table[cell]));
      for (gsize cell = 0; cell < cells && table && most > 0.0; cell++)
        star[cell * block->n_nodes + q] = table[cell] / most;
      if (table)
        block->scale[q] = most;
    }
  block->table.star = star;
}

/* What tables do not have: luminosities of all light, and bands as sampled at redshifts, which are no smooth
 * functions of redshift. */
static void
find_single (const SlBatch *self, SlBatchSet *set)
{
  const SlTemplates *t = self->templates;

  for (guint i = 0; i < set->rest.n_rows; i++)
    {
      set->single |= sl_plan_row_is_energy (&set->rest.rows[i]);
      set->bare |= set->rest.rows[i].key.kind == SL_PLAN_EMISSION_BARE;
      set->lines_needed |= set->rest.rows[i].key.kind == SL_PLAN_EMISSION;
    }
  set->single |= t->n_met > SL_BATCH_MAX_GRID || t->n_met * t->n_lgu > SL_BATCH_MAX_CELLS;
  set->single |= set->observed.n_rows && set->rule.numerics != SL_NUMERICS_EXACT;
}

SlBatchSet *
sl_batch_set_new (SlBatch *self, SlBandRule rule, gboolean igm, const SlBatchBreak *breaks, GError **error)
{
  SlBatchSet *set = g_new0 (SlBatchSet, 1);

  set->rule = rule;
  set->igm = igm;
  set->breaks = breaks;
  set->observable = g_new0 (SlObservable, self->n_obs + 1);
  for (guint i = 0; i < self->n_obs; i++)
    {
      SlObservable *o = &set->observable[i];

      if (!sl_observable_parse (self->filters, self->names[i], o, error)
          || (!sl_plan_add (o->observed ? &set->observed : &set->rest, o, self->templates,
                            self->config.allow_missing_lines ? NULL : error)
              && !self->config.allow_missing_lines))
        {
          sl_batch_set_free (set);
          return NULL;
        }
      sl_observable_set_numerics (o, rule.numerics);
    }
  sl_plan_set_rule (&set->rest, rule, self->templates);
  set->rest_row = g_new0 (SlBatchRow, set->rest.n_rows + 1);
  set->observed_row = g_new0 (SlBatchRow, set->observed.n_rows + 1);
  find_single (self, set);
  if (set->single)
    return set;
  plan_rest (self, set);
  plan_observed (self, set);
  plan_lines (self, set);
  plan_tables (self, set);
  return set;
}

void
sl_batch_set_free (SlBatchSet *self)
{
  SlBatchBlock *block[] = { &self->in_rest, &self->in_observed, &self->lines, &self->tables };

  for (guint i = 0; i < G_N_ELEMENTS (block); i++)
    block_clear (block[i]);
  for (guint kind = 0; kind < SL_BATCH_N_LIGHTS; kind++)
    {
      SlBatchSlices *slices = &self->slices[kind];

      for (guint i = 0; i < slices->n; i++)
        g_clear_pointer (&slices->slice[i], sl_batch_slice_free);
      g_free (slices->slice);
    }
  for (guint i = 0; i < self->rest.n_rows && self->rest_row; i++)
    g_free (self->rest_row[i].line);
  for (guint i = 0; i < self->observed.n_rows && self->observed_row; i++)
    sl_batch_curve_clear (&self->observed_row[i].curve);
  g_free (self->rest_row);
  g_free (self->observed_row);
  g_free (self->observable);
  sl_plan_clear (&self->rest);
  sl_plan_clear (&self->observed);
  g_free (self);
}
