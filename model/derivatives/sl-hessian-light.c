/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Light of stars of one age with its second derivatives: stars, gas, dust and dust emission. */
#include "model/derivatives/sl-hessian-private.h"

#include "model/dust/sl-dust-emission-body.h"

/* Beyond this many widths a line adds less than rounding; the light of stars broadened by their velocities
 * 1e-9. */
#define LINE_REACH 8.5
#define STAR_REACH 6.0

/* ------------------------------------------------------------------ SSP */

/* Weights of the metals of one age [PHYSICS, section 4]. */
static void
metals_of_age (const Work *w, Pair pair, guint a, SlDual *wz)
{
  const SlHessian *self = w->self;
  SlDual mu;

  if (metals_evolve (w))
    mu = add (stage_get (&w->masses, pair, self->ages.n_age + MASSES_N_MORE + a),
              variable (w, pair, SL_PARAM_LGMET_SHIFT));
  else
    mu = sl_triweight_transition_D (sl_dual_constant (self->ages.lg_age[a]),
                                    variable (w, pair, SL_PARAM_LGMET_LGAGE_MID),
                                    variable (w, pair, SL_PARAM_LGMET_LGAGE_WIDTH),
                                    variable (w, pair, SL_PARAM_LGMET_YOUNG),
                                    variable (w, pair, SL_PARAM_LGMET_OLD));
  sl_node_weights_D (mu, variable (w, pair, SL_PARAM_LGMET_SCATTER), self->lgmet.node, self->lgmet.edge,
                     self->lgmet.n, w->galaxy->numerics == SL_NUMERICS_EXACT, wz);
}

/* Weights of the gas's metals: those of the stars of its age, or its own, which are written to own. */
static const SlDual *
metals_of_gas (const Work *w, Pair pair, const SlDual *stars, SlDual *own)
{
  const SlNodes *lgmet = &w->self->lgmet;

  if (!w->galaxy->lgmet_gas_free)
    return stars;
  sl_node_weights_D (variable (w, pair, SL_PARAM_LGMET_GAS), variable (w, pair, SL_PARAM_LGMET_SCATTER),
                     lgmet->node, lgmet->edge, lgmet->n, w->galaxy->numerics == SL_NUMERICS_EXACT, own);
  return own;
}

/* Weights of the gas's ionisation. */
static void
ionisation (const Work *w, Pair pair, SlDual *wu)
{
  const SlNodes *lgu = &w->self->lgu;

  sl_node_weights_D (variable (w, pair, SL_PARAM_LGU_MEAN), variable (w, pair, SL_PARAM_LGU_SCATTER),
                     lgu->node, lgu->edge, lgu->n, w->galaxy->numerics == SL_NUMERICS_EXACT, wu);
}

/* Weighted sum of rows of a table (U, Z, n) over metals and ionisation, at the pixels in use. */
static void
collapse_gas (const SlTemplates *t, const SlDual *wz, const SlDual *wu, const float *table, guint n,
              const guint8 *used, SlDual *out)
{
  memset (out, 0, n * sizeof *out);
  for (guint u = 0; u < t->n_lgu; u++)
    for (guint z = 0; z < t->n_met; z++)
      {
        const float *row = table + ((gsize) u * t->n_met + z) * n;
        SlDual q = mul (wu[u], wz[z]);

        if (q.v == 0.0 && q.d[0] == 0.0 && q.d[1] == 0.0 && q.dd == 0.0)
          continue;
        for (guint i = 0; i < n; i++)
          if (!used || used[i])
            out[i] = add (out[i], mul (q, row[i]));
      }
}

/* Adds the light of the gas to that of the stars of a young age [PHYSICS, section 5; assembly rule of the
 * library]. */
static void
add_gas (const Work *w, Pair pair, guint a, const SlDual *wz, Scratch *s)
{
  const SlTemplates *t = w->self->templates;
  SlDual escape = variable (w, pair, SL_PARAM_F_ESC), kept = sub (1.0, escape),
         sigma = variable (w, pair, SL_PARAM_SIGMA_V);
  SlDual wu[SL_MAX_Z], own[SL_MAX_Z];
  guint n = 0;

  wz = metals_of_gas (w, pair, wz, own);
  ionisation (w, pair, wu);
  collapse_gas (t, wz, wu, t->continuum + (gsize) a * t->n_lgu * t->n_met * t->n_cwave, t->n_cwave,
                w->node_used, s->node);
  collapse_gas (t, wz, wu, t->line_luminosity + (gsize) a * t->n_lgu * t->n_met * t->n_line, t->n_line, NULL,
                s->line);
  for (guint i = 0; i < w->n_pixels; i++)
    {
      double x = t->wave[w->pixel[i]];
      SlDual gas = { 0 };

      if (x < SL_LYMAN_EDGE)
        s->light[i] = mul (escape, s->light[i]);
      if (x >= t->cwave[0] && x <= t->cwave[t->n_cwave - 1])
        {
          while (n + 2 < t->n_cwave && t->cwave[n + 1] <= x)
            n++;
          gas = add (s->node[n],
                     mul (sl_between_d (x, t->cwave[n], t->cwave[n + 1]), sub (s->node[n + 1], s->node[n])));
        }
      s->light[i] = add (s->light[i], mul (kept, gas));
    }
  for (guint i = 0; i < w->shares->len; i++)
    {
      const Share *share = &g_array_index (w->shares, Share, i);
      SlDual phi = sl_chain (sigma, share->phi, share->dphi, share->ddphi);

      s->light[share->slot] = add (s->light[share->slot], mul (kept, mul (s->line[share->from], phi)));
    }
}

/* Light of one age before dust, at the pixels of the list. */
static void
population (const Work *w, Pair pair, guint a, const SlDual *wz, Scratch *s)
{
  const SlTemplates *t = w->self->templates;
  const float *flux = t->flux + (gsize) a * t->n_met * t->wave_stride;

  memset (s->star, 0, w->n_sources * sizeof *s->star);
  for (guint z = 0; z < t->n_met; z++)
    for (guint i = 0; i < w->n_sources; i++)
      s->star[i] = add (s->star[i], mul (wz[z], flux[z * t->wave_stride + w->source[i]]));
  if (stars_broadened (w))
    {
      SlDual sigma = variable (w, pair, SL_PARAM_SIGMA_STAR);

      memset (s->light, 0, w->n_pixels * sizeof *s->light);
      for (guint i = 0; i < w->broadened->len; i++)
        {
          const Share *share = &g_array_index (w->broadened, Share, i);
          SlDual phi = sl_chain (sigma, share->phi, share->dphi, share->ddphi);

          s->light[share->slot] = add (s->light[share->slot], mul (s->star[share->from], phi));
        }
    }
  else
    memcpy (s->light, s->star, w->n_pixels * sizeof *s->light);
  if (a < t->n_young && t->n_lgu)
    add_gas (w, pair, a, wz, s);
}

/* Width of a pixel in Hz. */
static double
width_hz (const SlTemplates *t, guint pixel)
{
  return SL_C_AA / t->wave_edges[pixel] - SL_C_AA / t->wave_edges[pixel + 1];
}

/* From which pixels the stars’ velocity dispersion brings light into the pixels of the list. */
void
sl_hessian_shape_motion (Work *w)
{
  const SlTemplates *t = w->self->templates;
  SlDual sigma = { .v = w->galaxy->value[SL_PARAM_SIGMA_STAR], .d = { 1.0, 1.0 } };

  w->broadened = g_array_new (FALSE, FALSE, sizeof (Share));
  if (!stars_broadened (w))
    {
      w->n_sources = w->n_pixels;
      w->source = g_new (guint, w->n_pixels + 1);
      for (guint i = 0; i < w->n_pixels; i++)
        w->source[i] = w->pixel[i];
      return;
    }
  w->source = g_new (guint, t->n_wave);
  for (guint j = 0, start = 0; j < t->n_wave; j++)
    {
      const double *edge = t->wave_edges, reach = STAR_REACH * t->wave[j] * sigma.v / SL_C_KMS;
      gboolean used = FALSE;

      while (start < w->n_pixels && edge[w->pixel[start] + 1] < edge[j] - reach)
        start++;
      for (guint i = start; i < w->n_pixels && edge[w->pixel[i]] <= edge[j + 1] + reach; i++)
        {
          const guint to = w->pixel[i];
          SlDual share = mul (width_hz (t, j) / width_hz (t, to),
                              sl_spread_share_D (edge[j], edge[j + 1], edge[to], edge[to + 1], sigma));

          g_array_append_val (w->broadened, ((Share){ w->n_sources, i, share.v, share.d[0], share.dd }));
          used = TRUE;
        }
      if (used)
        w->source[w->n_sources++] = j;
    }
}

/* Parts of lines in the pixels of the list, and the nodes of the continuum around these pixels. */
void
sl_hessian_shape_gas (Work *w)
{
  const SlTemplates *t = w->self->templates;
  SlDual sigma = { .v = w->galaxy->value[SL_PARAM_SIGMA_V], .d = { 1.0, 1.0 } };

  w->shares = g_array_new (FALSE, FALSE, sizeof (Share));
  w->node_used = g_new0 (guint8, t->n_cwave + 1);
  if (!t->n_lgu)
    return;
  for (guint i = 0, n = 0; i < w->n_pixels; i++)
    {
      while (n + 2 < t->n_cwave && t->cwave[n + 1] <= t->wave[w->pixel[i]])
        n++;
      w->node_used[n] = w->node_used[n + 1] = TRUE;
    }
  for (guint l = 0; l < t->n_line; l++)
    {
      const double line = t->line_wave[l], reach = LINE_REACH * line * sigma.v / SL_C_KMS;

      if (l < SL_MAX_LINES && w->galaxy->lines_off[l / 64] >> (l % 64) & 1)
        continue;
      for (guint i = 0; i < w->n_pixels; i++)
        {
          double lo = t->wave_edges[w->pixel[i]], hi = t->wave_edges[w->pixel[i] + 1];
          SlDual phi;

          if (hi < line - reach || lo > line + reach)
            continue;
          phi = sl_line_in_pixel_D (line, lo, hi, sigma);
          g_array_append_val (w->shares, ((Share){ l, i, phi.v, phi.d[0], phi.dd }));
        }
    }
}

/* ------------------------------------------------------------------ dust */

/* Transmission of the light of one age, at the pixels of the list [PHYSICS, section 6]. */
static void
dust (const Work *w, Pair pair, guint a, Scratch *s)
{
  SlDual curve[SL_N_CURVE], p[SL_N_DUST_P];

  for (guint i = 0; i < SL_N_DUST_P; i++)
    p[i] = variable (w, pair, DUST_FIRST + i);
  dust_curve (w->galaxy, p, w->self->ages.lg_age[a], curve);
  /* Ages share one curve except in the transition from young to old dust. */
  if (s->have_curve && memcmp (curve, s->curve, sizeof curve) == 0)
    return;
  memcpy (s->curve, curve, sizeof curve);
  s->have_curve = TRUE;
  for (guint i = 0; i < w->n_pixels; i++)
    s->dust[i] = dust_transmission (w->galaxy->dust_law, w->self->templates->wave[w->pixel[i]] * 1e-4, curve);
}

/* ----------------------------------------------------------------- light */

static const SlPlanRow *
row_at (const SlHessian *self, guint f)
{
  return f < self->rest.n_rows ? &self->rest.rows[f] : &self->observed.rows[f - self->rest.n_rows];
}

/* A functional's weight of its pixel j; it may depend on redshift. */
static SlDual
weight (const SlFunctional *f, guint j, SlDual z)
{
  return f->dk ? sl_chain (z, f->k[j], f->dk[j], f->ddk[j]) : sl_dual_constant (f->k[j]);
}

/* All functionals of the dust emission, for one unit of luminosity. */
void
sl_hessian_dust_emission (Work *w, Pair pair)
{
  const SlDustEmissionGrid *grid = w->self->dust_emission_grid;
  const SlDual p[SL_N_DUST_EMISSION] = { variable (w, pair, SL_PARAM_UMIN),
                                         variable (w, pair, SL_PARAM_DUST_GAMMA),
                                         variable (w, pair, SL_PARAM_QPAH) };
  const SlDual z = variable (w, pair, SL_PARAM_REDSHIFT);
  DustEmissionMix mix;

  if (!w->galaxy->dust_emission)
    return;
  mix = dust_emission_mix (grid, p);
  for (guint k = 0; k < w->self->n_rows; k++)
    {
      const SlFunctional *f = &row_at (w->self, k)->f;
      SlDual sum = { 0 };

      for (guint j = 0; j < f->n; j++)
        if (f->pixel[j] >= grid->first && f->pixel[j] < grid->first + grid->n)
          sum = add (sum, mul (weight (f, j, z), dust_emission_light (&mix, f->pixel[j] - grid->first)));
      stage_put (&w->dust_emission_spectrum, pair, k, sum);
    }
}

/* Whether any functional is the luminosity of emission lines. */
static gboolean
has_lines (const SlHessian *self)
{
  for (guint f = 0; f < self->rest.n_rows; f++)
    if (self->rest.rows[f].key.lines.n)
      return TRUE;
  return FALSE;
}

/* Tables: functions of age and metals alone. */
static SlDual
table_of_age (const Work *w, const double *table, guint a, const SlDual *wz)
{
  const guint n = w->self->templates->n_met;
  SlDual sum = { 0 };

  for (guint z = 0; z < n; z++)
    sum = add (sum, mul (wz[z], table[a * n + z]));
  return sum;
}

/* Luminosities of the gas's lines of one age, of all lines of the library [PHYSICS, section 5]. */
static void
lines_of_age (const Work *w, Pair pair, guint a, const SlDual *wz, SlDual *line)
{
  const SlTemplates *t = w->self->templates;
  SlDual wu[SL_MAX_Z], own[SL_MAX_Z];

  memset (line, 0, t->n_line * sizeof *line);
  if (a >= t->n_young || !t->n_lgu)
    return;
  ionisation (w, pair, wu);
  collapse_gas (t, metals_of_gas (w, pair, wz, own), wu,
                t->line_luminosity + (gsize) a * t->n_lgu * t->n_met * t->n_line, t->n_line, NULL, line);
  for (guint l = 0; l < MIN (t->n_line, SL_MAX_LINES); l++)
    if (w->galaxy->lines_off[l / 64] >> (l % 64) & 1)
      line[l] = (SlDual) { 0 };
}

/* The luminosity of emission lines: a functional of kind SL_PLAN_EMISSION or SL_PLAN_EMISSION_BARE. */
static SlDual
emission_of_age (const Work *w, Pair pair, guint a, const SlPlanKey *key, const SlDual *line)
{
  const SlTemplates *t = w->self->templates;
  SlDual curve[SL_N_CURVE], p[SL_N_DUST_P], sum = { 0 };

  for (guint i = 0; i < SL_N_DUST_P; i++)
    p[i] = variable (w, pair, DUST_FIRST + i);
  dust_curve (w->galaxy, p, w->self->ages.lg_age[a], curve);
  for (guint i = 0; i < key->lines.n; i++)
    {
      const guint l = key->lines.line[i];

      sum = add (sum, key->kind == SL_PLAN_EMISSION_BARE
                          ? line[l]
                          : mul (line[l], dust_transmission (w->galaxy->dust_law, t->line_wave[l] * 1e-4,
                                                             curve)));
    }
  return mul (sub (1.0, variable (w, pair, SL_PARAM_F_ESC)), sum);
}

/* All functionals of the light of one age, per solar mass formed. */
void
sl_hessian_light_of_age (Work *w, Pair pair, guint a, Scratch *s)
{
  const SlHessian *self = w->self;
  const gsize held = (gsize) a * w->n_pixels;
  const gboolean base = pair.at[0] < 0;
  SlDual z = variable (w, pair, SL_PARAM_REDSHIFT), wz[SL_MAX_Z], taken = { 0 }, left = { 0 };

  metals_of_age (w, pair, a, wz);
  if (base || pair_affects (w, pair, affects_ssp))
    population (w, pair, a, wz, s);
  else
    for (guint i = 0; i < w->n_pixels; i++)
      s->light[i] = sl_dual_constant (w->bare[held + i]);
  if (base || pair_affects (w, pair, affects_dust))
    dust (w, pair, a, s);
  else
    {
      s->have_curve = FALSE;
      for (guint i = 0; i < w->n_pixels; i++)
        s->dust[i] = sl_dual_constant (w->through[held + i]);
    }
  for (guint i = 0; base && i < w->n_pixels; i++)
    {
      w->bare[held + i] = s->light[i].v;
      w->through[held + i] = s->dust[i].v;
    }
  for (guint i = 0; i < w->n_pixels; i++)
    {
      SlDual behind = mul (s->light[i], s->dust[i]);

      if (w->all_pixels)
        {
          const double hz = width_hz (self->templates, w->pixel[i]);

          taken = add (taken, mul (hz, sub (s->light[i], behind)));
          left = add (left, mul (hz, behind));
        }
      s->light[i] = behind;
    }
  if (has_lines (self))
    lines_of_age (w, pair, a, wz, s->line);
  for (guint f = 0; f < self->n_rows; f++)
    {
      const SlPlanRow *row = row_at (self, f);
      SlDual sum = { 0 };

      if (row->key.lines.n)
        sum = emission_of_age (w, pair, a, &row->key, s->line);
      else if (row->key.kind == SL_PLAN_ABSORBED)
        sum = taken;
      else if (row->key.kind == SL_PLAN_ATTENUATED)
        sum = w->galaxy->dust_emission ? add (left, taken) : left;
      else if (row->table)
        sum = table_of_age (w, row->table, a, wz);
      else
        for (guint j = 0; j < row->f.n; j++)
          {
            SlDual l = s->light[w->slot[row->f.pixel[j]]];

            sum = add (sum, row->f.dk ? mul (weight (&row->f, j, z), l) : mul (row->f.k[j], l));
          }
      if (w->galaxy->dust_emission && row->f.n)
        sum = add (sum, mul (taken, stage_get (&w->dust_emission_spectrum, pair, f)));
      stage_put (&w->light, pair, a * self->n_rows + f, sum);
    }
}

/* The pixels that the functionals read; all pixels where the energy balance of dust or a luminosity needs
 * them. */
void
sl_hessian_choose_pixels (Work *w)
{
  const SlTemplates *t = w->self->templates;

  w->all_pixels = w->galaxy->dust_emission;
  for (guint f = 0; f < w->self->n_rows; f++)
    w->all_pixels |= row_at (w->self, f)->key.kind == SL_PLAN_ABSORBED
                     || row_at (w->self, f)->key.kind == SL_PLAN_ATTENUATED;
  w->slot = g_new0 (guint, t->n_wave);
  w->pixel = g_new (guint, t->n_wave);
  for (guint f = 0; f < w->self->n_rows; f++)
    for (guint j = 0; j < row_at (w->self, f)->f.n; j++)
      w->slot[row_at (w->self, f)->f.pixel[j]] = 1;
  for (guint i = 0; i < t->n_wave; i++)
    {
      gboolean seen = w->slot[i] || w->all_pixels;

      w->slot[i] = w->n_pixels;
      if (seen)
        w->pixel[w->n_pixels++] = i;
    }
}
