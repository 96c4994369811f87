/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/sl-second.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#define SL_DUAL_SECOND
#include "model/sl-formula.h"
#include "model/sl-data.h"
#include "model/sl-dust-emission-body.h"
#include "model/sl-error.h"
#include "model/sl-history-body.h"
#include "model/sl-mix.h"
#include "model/sl-observables.h"
#include "model/sl-pool.h"

/* A line adds less than rounding beyond this many times its width; the light of moving stars 1e-9. */
#define LINE_REACH 8.5
#define STAR_REACH 6.0

struct _SlSecond {
  SlTemplates *templates;
  SlFilterSet *filters;
  SlPool *pool;
  guint n_obs;
  SlObservable *obs;
  SlPlan rest, observed;        /* functionals in the rest frame and in the observer's */
  guint n_rows;                 /* of both */
  SlAgeGrid ages;
  double *z_edges, *u_edges;
  double t[SL_N_TABLE], lgt[SL_N_TABLE];
  /* Read when a galaxy first asks for them. */
  SlDustEmission *emission;
  SlGlow *grid_glow;
  SlIgm *igm;
};

/* The pipeline is cut where few numbers pass. A part computes its numbers once for each pair of those parameters that reach
 * it, not for each pair of the caller's, and the next part takes them from there. */
typedef struct {
  guint n, n_out;
  int *at;              /* (parameters of the caller) place among this part's, -1 where it does not reach it */
  guint *of;            /* (n) the other way round */
  double *value;        /* (n_out) */
  double *first;        /* (n, n_out) */
  double *second;       /* (n, n, n_out); the second index not below the first */
} Part;

/* Two directions, as places in the caller's list; -1 none. */
typedef struct { int at[2]; } Pair;
static const Pair no_direction = { { -1, -1 } };

/* Dust of one age. Of two components the young stars' own, and that of all light. */
enum { CURVE_AV, CURVE_DELTA, CURVE_BUMP, CURVE_AV_ALL = CURVE_BUMP, CURVE_UNOBSCURED, CURVE_DELTA_ALL, N_CURVE };

/* What a thread works in. */
typedef struct {
  SlDual *sfr, *lgm, *burst_w, *formed; /* of the history */
  SlDual *light, *dust;                 /* (n_pixels) of one age */
  SlDual *star;                         /* (n_sources) of one age, where the stars are at rest */
  SlDual *node, *line;                  /* (N), (L) the gas's continuum and lines */
  /* The curve that dust holds. */
  gboolean have_curve;
  SlDual curve[N_CURVE];
} Scratch;

/* What a pixel has of a line, or of the light of another pixel, and its derivatives with respect to the width. */
typedef struct { guint from, slot; double phi, dphi, ddphi; } Share;

enum { COSMOLOGY_T_OBS, COSMOLOGY_DIMMING, COSMOLOGY_N_OUT };
/* After the masses by age; then the metals by age, where they follow from time or mass. */
enum { MASSES_LG_FORMED, MASSES_SFR, MASSES_N_MORE };

/* One evaluation. */
typedef struct {
  const SlSecond *self;
  const SlGalaxy *galaxy;
  const SlParamId *params;
  guint n_params;
  Part cosmology, masses, glow, light;
  Pair *pair;           /* of the part that runs now */
  guint n_pixels;
  guint *pixel;         /* (n_pixels) increasing */
  guint *slot;          /* (W) place of a pixel in the list; its length where it is not there */
  guint n_sources;
  guint *source;        /* (n_sources) pixels from which stars' light comes: those of the list, where stars are at rest */
  GArray *shares;       /* of Share, by line */
  GArray *moved;        /* of Share, by place in source */
  guint8 *node_used;    /* (N) */
  double *bare, *through; /* (A, n_pixels) light before dust and transmission, their values alone */
  Scratch *scratch;     /* (threads) */
} Work;

static gboolean
in (SlParamId id, SlParamId first, SlParamId last)
{
  return id >= first && id <= last;
}

static gboolean is_cosmology (SlParamId id) { return in (id, SL_PARAM_REDSHIFT, SL_PARAM_H); }

/* Whether metals follow from time or mass, and stars move. */
static gboolean metals_follow (const Work *w) { return w->galaxy->metals != SL_METALS_AGE; }
static gboolean stars_move (const Work *w) { return w->galaxy->value[SL_PARAM_SIGMA_STAR] > 0.0; }

static gboolean reaches_cosmology (const Work *w, SlParamId id) { return is_cosmology (id); }

static gboolean
reaches_masses (const Work *w, SlParamId id)
{
  const SlSfhFormInfo *form = sl_sfh_form_info (w->galaxy->sfh_form);

  for (guint i = 0; i < form->n_params; i++)
    if (form->params[i] == id)
      return TRUE;
  return is_cosmology (id) || in (id, SL_PARAM_LGFBURST, SL_PARAM_LGYR_MAX);
}

static gboolean
reaches_populations (const Work *w, SlParamId id)
{
  return in (id, SL_PARAM_LGMET_YOUNG, SL_PARAM_SIGMA_V) || (id == SL_PARAM_SIGMA_STAR && stars_move (w))
         || (metals_follow (w) && (id == SL_PARAM_LGMET_SHIFT || reaches_masses (w, id)));
}

static gboolean reaches_dust (const Work *w, SlParamId id) { return in (id, SL_PARAM_AV_YOUNG, SL_PARAM_FRAC_UNOBSCURED); }

static gboolean
reaches_glow (const Work *w, SlParamId id)
{
  return w->galaxy->dust_emission
         && (in (id, SL_PARAM_UMIN, SL_PARAM_QPAH) || (id == SL_PARAM_REDSHIFT && w->self->observed.n_rows));
}

static gboolean
reaches_light (const Work *w, SlParamId id)
{
  return reaches_populations (w, id) || reaches_dust (w, id) || reaches_glow (w, id)
         || (id == SL_PARAM_REDSHIFT && w->self->observed.n_rows);
}

/* ----------------------------------------------------------------- parts */

static void
part_init (Part *part, const Work *w, gboolean (*reaches) (const Work *w, SlParamId id), guint n_out)
{
  *part = (Part){ .n_out = n_out, .at = g_new (int, w->n_params + 1), .of = g_new (guint, w->n_params + 1) };
  for (guint i = 0; i < w->n_params; i++)
    {
      part->at[i] = reaches (w, w->params[i]) ? (int) part->n : -1;
      if (part->at[i] >= 0)
        part->of[part->n++] = i;
    }
  part->value = g_new0 (double, n_out);
  part->first = g_new0 (double, (gsize) part->n * n_out);
  part->second = g_new0 (double, (gsize) part->n * part->n * n_out);
}

static void
part_clear (Part *part)
{
  g_free (part->at);
  g_free (part->of);
  g_free (part->value);
  g_free (part->first);
  g_free (part->second);
}

/* Pairs of a part: without any direction, one parameter along both, and two where mixed. Returns how many. */
static guint
part_pairs (const Part *part, gboolean mixed, Pair *pair)
{
  guint n = 0;

  for (guint p = 0; p < part->n; p++)
    for (guint q = p; q < (mixed ? part->n : p + 1); q++)
      pair[n++] = (Pair){ { part->of[p], part->of[q] } };
  return n;
}

/* Keeps output k as computed along a pair. */
static void
part_put (Part *part, Pair pair, guint k, SlDual x)
{
  int p, q;

  if (pair.at[0] < 0)
    {
      part->value[k] = x.v;
      return;
    }
  p = part->at[pair.at[0]], q = part->at[pair.at[1]];
  if (p == q)
    part->first[(gsize) p * part->n_out + k] = x.d[0];
  part->second[((gsize) p * part->n + q) * part->n_out + k] = x.dd;
}

/* Output k along any pair of directions. */
static SlDual
part_get (const Part *part, Pair pair, guint k)
{
  SlDual x = { .v = part->value[k] };
  int place[2];

  for (int i = 0; i < 2; i++)
    {
      place[i] = pair.at[i] >= 0 ? part->at[pair.at[i]] : -1;
      if (place[i] >= 0)
        x.d[i] = part->first[(gsize) place[i] * part->n_out + k];
    }
  if (place[0] >= 0 && place[1] >= 0)
    x.dd = part->second[((gsize) MIN (place[0], place[1]) * part->n + MAX (place[0], place[1])) * part->n_out + k];
  return x;
}

/* A parameter as a variable along a pair of directions. */
static SlDual
variable (const Work *w, Pair pair, SlParamId id)
{
  SlDual x = { .v = w->galaxy->value[id] };

  for (int i = 0; i < 2; i++)
    x.d[i] = pair.at[i] >= 0 && w->params[pair.at[i]] == id;
  return x;
}

static gboolean
moves (const Work *w, Pair pair, gboolean (*reaches) (const Work *w, SlParamId id))
{
  return (pair.at[0] >= 0 && reaches (w, w->params[pair.at[0]])) || (pair.at[1] >= 0 && reaches (w, w->params[pair.at[1]]));
}

/* ------------------------------------------------------------- cosmology */

/* When the galaxy is seen, and by how much its distance dims it [PHYSICS, section 8]. */
static void
cosmology (Work *w, Pair pair)
{
  SlDual z = variable (w, pair, SL_PARAM_REDSHIFT), c[4], t, dimming = sl_dual_constant (NAN);

  for (int i = 0; i < 4; i++)
    c[i] = variable (w, pair, SL_PARAM_OM0 + i);
  t = sub (sl_cosmo_age_z0_D (c), sl_cosmo_lookback_D (z, c));
  if (t.v > SL_T_MAX)
    t = sl_dual_constant (SL_T_MAX);
  if (z.v > 0.0)
    dimming = sl_cosmo_dimming_D (z, c);
  part_put (&w->cosmology, pair, COSMOLOGY_T_OBS, t);
  part_put (&w->cosmology, pair, COSMOLOGY_DIMMING, dimming);
}

/* ---------------------------------------------------------------- masses */

/* Mass by age [PHYSICS, sections 1-3]. */
static void
masses (Work *w, Pair pair, Scratch *s)
{
  const SlSecond *self = w->self;
  const SlSfhFormInfo *form = sl_sfh_form_info (w->galaxy->sfh_form);
  const guint n_age = self->ages.n_age;
  History h = { .form = w->galaxy->sfh_form, .t_obs = part_get (&w->cosmology, pair, COSMOLOGY_T_OBS),
                .edges = w->galaxy->sfh_edges, .table = w->galaxy->sfh_table, .t = self->t, .lgt = self->lgt,
                .sfr = s->sfr, .lgm = s->lgm, .burst_w = s->burst_w };
  AgeMasses m;

  for (guint i = 0; i < form->n_params; i++)
    h.p[i] = variable (w, pair, form->params[i]);
  for (guint i = 0; i < 3; i++)
    h.burst[i] = variable (w, pair, SL_PARAM_LGFBURST + i);
  history_make (&h, &self->ages);
  m = age_masses_make (&h, &self->ages, h.t_obs, s->formed);
  for (guint a = 0; a < n_age; a++)
    part_put (&w->masses, pair, a, age_mass (&m, a));
  part_put (&w->masses, pair, n_age + MASSES_LG_FORMED, m.lgm);
  part_put (&w->masses, pair, n_age + MASSES_SFR, m.sfr);
  for (guint a = 0; a < n_age && metals_follow (w); a++)
    part_put (&w->masses, pair, n_age + MASSES_N_MORE + a,
              age_metals (&h, &self->ages, h.t_obs,
                          w->galaxy->metals == SL_METALS_TABLE ? w->galaxy->metals_table : NULL, a));
}

/* ----------------------------------------------------------- populations */

/* Weights of the metals of one age [PHYSICS, section 4]. */
static void
metals_of_age (const Work *w, Pair pair, guint a, SlDual *wz)
{
  const SlSecond *self = w->self;
  SlDual mu;

  if (metals_follow (w))
    mu = add (part_get (&w->masses, pair, self->ages.n_age + MASSES_N_MORE + a), variable (w, pair, SL_PARAM_LGMET_SHIFT));
  else
    mu = sl_triweight_transition_D (sl_dual_constant (self->ages.lg_age[a]), variable (w, pair, SL_PARAM_LGMET_LGAGE_MID),
                                    variable (w, pair, SL_PARAM_LGMET_LGAGE_WIDTH),
                                    variable (w, pair, SL_PARAM_LGMET_YOUNG), variable (w, pair, SL_PARAM_LGMET_OLD));
  sl_bin_weights_D (mu, variable (w, pair, SL_PARAM_LGMET_SCATTER), self->z_edges, self->templates->n_met, wz);
}

/* Sums rows of a table (U, Z, n) over metals and ionisation, where used. */
static void
collapse_gas (const SlTemplates *t, const SlDual *wz, const SlDual *wu, const float *table, guint n, const guint8 *used,
              SlDual *out)
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

/* Adds the light of the gas to that of the stars of a young age [PHYSICS, section 5; assembly rule of the library]. */
static void
add_gas (const Work *w, Pair pair, guint a, const SlDual *wz, Scratch *s)
{
  const SlTemplates *t = w->self->templates;
  SlDual escape = variable (w, pair, SL_PARAM_F_ESC), kept = sub (1.0, escape), sigma = variable (w, pair, SL_PARAM_SIGMA_V);
  SlDual wu[SL_MAX_Z];
  guint n = 0;

  sl_bin_weights_D (variable (w, pair, SL_PARAM_LGU_MEAN), variable (w, pair, SL_PARAM_LGU_SCATTER), w->self->u_edges,
                    t->n_lgu, wu);
  collapse_gas (t, wz, wu, t->continuum + (gsize) a * t->n_lgu * t->n_met * t->n_cwave, t->n_cwave, w->node_used, s->node);
  collapse_gas (t, wz, wu, t->line_luminosity + (gsize) a * t->n_lgu * t->n_met * t->n_line, t->n_line, NULL, s->line);
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
          gas = add (s->node[n], mul (sl_between_d (x, t->cwave[n], t->cwave[n + 1]), sub (s->node[n + 1], s->node[n])));
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
  if (stars_move (w))
    {
      SlDual sigma = variable (w, pair, SL_PARAM_SIGMA_STAR);

      memset (s->light, 0, w->n_pixels * sizeof *s->light);
      for (guint i = 0; i < w->moved->len; i++)
        {
          const Share *share = &g_array_index (w->moved, Share, i);
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

/* Where the light of moving stars in the pixels of the list comes from. */
static void
shape_motion (Work *w)
{
  const SlTemplates *t = w->self->templates;
  SlDual sigma = { .v = w->galaxy->value[SL_PARAM_SIGMA_STAR], .d = { 1.0, 1.0 } };

  w->moved = g_array_new (FALSE, FALSE, sizeof (Share));
  if (!stars_move (w))
    {
      w->n_sources = w->n_pixels;
      w->source = g_memdup2 (w->pixel, (w->n_pixels + 1) * sizeof *w->source);
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

          g_array_append_val (w->moved, ((Share){ w->n_sources, i, share.v, share.d[0], share.dd }));
          used = TRUE;
        }
      if (used)
        w->source[w->n_sources++] = j;
    }
}

/* Shares of the lines in the pixels of the list, and the continuum's nodes that these lie between. */
static void
shape_gas (Work *w)
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

/* What a law starts from at a wavelength [micron]; see sl-formula-dust.h. */
static double
dust_start (SlDustLaw law, double lam)
{
  switch (law)
    {
    case SL_DUST_SALIM:
    case SL_DUST_NOLL:
      return sl_k_start (lam);
    case SL_DUST_CALZETTI:
      return sl_k_calzetti (lam);
    case SL_DUST_LEITHERER:
      return sl_k_leitherer (lam);
    case SL_DUST_POWER_LAW:
    case SL_DUST_CHARLOT_FALL:
      return SL_DUST_RV;
    case SL_N_DUST_LAWS:
      break;
    }
  g_assert_not_reached ();
}

/* Attenuation at V, slope, bump and unobscured part of one age. */
static void
dust_of_age (const Work *w, Pair pair, guint a, SlDual curve[N_CURVE])
{
  const SlDustLawInfo *law = sl_dust_law_info (w->galaxy->dust_law);
  SlDual x = sl_dual_constant (w->self->ages.lg_age[a]), none = { 0 };
  SlDual mid = variable (w, pair, SL_PARAM_DUST_LGAGE_MID), width = variable (w, pair, SL_PARAM_DUST_LGAGE_WIDTH);
  SlDual delta = none;

  if (law->slope)
    delta = sl_triweight_transition_D (x, mid, width, variable (w, pair, SL_PARAM_DELTA_YOUNG),
                                       variable (w, pair, SL_PARAM_DELTA_OLD));
  curve[CURVE_AV] = sl_triweight_transition_D (x, mid, width, variable (w, pair, SL_PARAM_AV_YOUNG),
                                               variable (w, pair, SL_PARAM_AV_OLD));
  curve[CURVE_DELTA] = delta;
  curve[CURVE_BUMP] = !law->bump ? none
                      : w->galaxy->uv_bump_free ? variable (w, pair, SL_PARAM_UV_BUMP) : sl_bump_of_slope_D (delta);
  curve[CURVE_UNOBSCURED] = variable (w, pair, SL_PARAM_FRAC_UNOBSCURED);
  curve[CURVE_DELTA_ALL] = none;
  if (w->galaxy->dust_law == SL_DUST_CHARLOT_FALL)
    {
      curve[CURVE_AV] = sl_triweight_transition_D (x, mid, width, variable (w, pair, SL_PARAM_AV_YOUNG), none);
      curve[CURVE_DELTA] = variable (w, pair, SL_PARAM_DELTA_YOUNG);
      curve[CURVE_AV_ALL] = variable (w, pair, SL_PARAM_AV_OLD);
      curve[CURVE_DELTA_ALL] = variable (w, pair, SL_PARAM_DELTA_OLD);
    }
}

/* Transmission at a wavelength. */
static SlDual
transmission (SlDustLaw law, double lam, const SlDual curve[N_CURVE])
{
  const double k0 = dust_start (law, lam), lnx = log (lam / SL_DUST_V);
  SlDual k;

  if (law == SL_DUST_CHARLOT_FALL)
    return sl_transmission_two_D (lnx, curve[CURVE_AV], curve[CURVE_DELTA], curve[CURVE_AV_ALL], curve[CURVE_DELTA_ALL],
                                  curve[CURVE_UNOBSCURED]);
  if (law == SL_DUST_NOLL)
    k = sl_k_noll_D (k0, lnx, sl_k_bump (lam), curve[CURVE_DELTA], curve[CURVE_BUMP]);
  else
    k = sl_k_salim_D (k0, lnx, sl_k_bump (lam), curve[CURVE_DELTA], curve[CURVE_BUMP]);
  return sl_transmission_D (k, curve[CURVE_AV], curve[CURVE_UNOBSCURED]);
}

/* Transmission of the light of one age, at the pixels of the list [PHYSICS, section 6]. */
static void
dust (const Work *w, Pair pair, guint a, Scratch *s)
{
  SlDual curve[N_CURVE];

  dust_of_age (w, pair, a, curve);
  /* Outside the passage from young to old dust, ages share one curve. */
  if (s->have_curve && memcmp (curve, s->curve, sizeof curve) == 0)
    return;
  memcpy (s->curve, curve, sizeof curve);
  s->have_curve = TRUE;
  for (guint i = 0; i < w->n_pixels; i++)
    s->dust[i] = transmission (w->galaxy->dust_law, w->self->templates->wave[w->pixel[i]] * 1e-4, curve);
}

/* ----------------------------------------------------------------- light */

static const SlPlanRow *
row_at (const SlSecond *self, guint f)
{
  return f < self->rest.n_rows ? &self->rest.rows[f] : &self->observed.rows[f - self->rest.n_rows];
}

/* A functional's weight of its pixel j, which redshift may move. */
static SlDual
weight (const SlFunctional *f, guint j, SlDual z)
{
  return f->dk ? sl_chain (z, f->k[j], f->dk[j], f->ddk[j]) : sl_dual_constant (f->k[j]);
}

/* All functionals of what dust gives back, for one unit of luminosity. */
static void
glow (Work *w, Pair pair)
{
  const SlGlow *grid = w->self->grid_glow;
  const SlDual p[SL_N_GLOW] = { variable (w, pair, SL_PARAM_UMIN), variable (w, pair, SL_PARAM_DUST_GAMMA),
                                variable (w, pair, SL_PARAM_QPAH) };
  const SlDual z = variable (w, pair, SL_PARAM_REDSHIFT);
  GlowMix mix;

  if (!w->galaxy->dust_emission)
    return;
  mix = glow_mix (grid, p);
  for (guint k = 0; k < w->self->n_rows; k++)
    {
      const SlFunctional *f = &row_at (w->self, k)->f;
      SlDual sum = { 0 };

      for (guint j = 0; j < f->n; j++)
        if (f->pixel[j] >= grid->first && f->pixel[j] < grid->first + grid->n)
          sum = add (sum, mul (weight (f, j, z), glow_light (&mix, f->pixel[j] - grid->first)));
      part_put (&w->glow, pair, k, sum);
    }
}

/* What knows ages and metals alone. */
static SlDual
table_of_age (const Work *w, const double *table, guint a, const SlDual *wz)
{
  const guint n = w->self->templates->n_met;
  SlDual sum = { 0 };

  for (guint z = 0; z < n; z++)
    sum = add (sum, mul (wz[z], table[a * n + z]));
  return sum;
}

/* All functionals of the light of one age, per solar mass formed. */
static void
light_of_age (Work *w, Pair pair, guint a, Scratch *s)
{
  const SlSecond *self = w->self;
  const gsize held = (gsize) a * w->n_pixels;
  const gboolean base = pair.at[0] < 0;
  SlDual z = variable (w, pair, SL_PARAM_REDSHIFT), wz[SL_MAX_Z], taken = { 0 };

  metals_of_age (w, pair, a, wz);
  if (base || moves (w, pair, reaches_populations))
    population (w, pair, a, wz, s);
  else
    for (guint i = 0; i < w->n_pixels; i++)
      s->light[i] = sl_dual_constant (w->bare[held + i]);
  if (base || moves (w, pair, reaches_dust))
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

      if (w->galaxy->dust_emission)
        taken = add (taken, mul (width_hz (self->templates, w->pixel[i]), sub (s->light[i], behind)));
      s->light[i] = behind;
    }
  for (guint f = 0; f < self->n_rows; f++)
    {
      const SlPlanRow *row = row_at (self, f);
      SlDual sum = { 0 };

      if (row->table)
        sum = table_of_age (w, row->table, a, wz);
      else
        for (guint j = 0; j < row->f.n; j++)
          {
            SlDual l = s->light[w->slot[row->f.pixel[j]]];

            sum = add (sum, row->f.dk ? mul (weight (&row->f, j, z), l) : mul (row->f.k[j], l));
          }
      if (w->galaxy->dust_emission)
        sum = add (sum, mul (taken, part_get (&w->glow, pair, f)));
      part_put (&w->light, pair, a * self->n_rows + f, sum);
    }
}

/* The pixels that the functionals see; all, where dust glows by what it takes of all light. */
static void
choose_pixels (Work *w)
{
  const SlTemplates *t = w->self->templates;

  w->slot = g_new0 (guint, t->n_wave);
  w->pixel = g_new (guint, t->n_wave);
  for (guint f = 0; f < w->self->n_rows; f++)
    for (guint j = 0; j < row_at (w->self, f)->f.n; j++)
      w->slot[row_at (w->self, f)->f.pixel[j]] = 1;
  for (guint i = 0; i < t->n_wave; i++)
    {
      gboolean seen = w->slot[i] || w->galaxy->dust_emission;

      w->slot[i] = w->n_pixels;
      if (seen)
        w->pixel[w->n_pixels++] = i;
    }
}

/* ------------------------------------------------------------ evaluation */

static void cosmology_task (gpointer data, guint i, guint thread) { cosmology (data, ((Work *) data)->pair[i]); }

static void glow_task (gpointer data, guint i, guint thread) { glow (data, ((Work *) data)->pair[i]); }

static void
masses_task (gpointer data, guint i, guint thread)
{
  Work *w = data;

  masses (w, w->pair[i], &w->scratch[thread]);
}

static void
light_task (gpointer data, guint i, guint thread)
{
  Work *w = data;
  const guint n_age = w->self->ages.n_age;

  light_of_age (w, w->pair[i / n_age], i % n_age, &w->scratch[thread]);
}

/* A part along all its pairs. each: tasks of one pair. */
static void
run_pairs (Work *w, const Part *part, SlTask task, guint each, gboolean mixed)
{
  w->pair = g_new (Pair, (gsize) part->n * (part->n + 1) / 2 + 1);
  sl_pool_run (w->self->pool, task, w, each * part_pairs (part, mixed, w->pair));
  g_clear_pointer (&w->pair, g_free);
}

/* A part's values alone, which the other pairs may stand on. */
static void
run_values (Work *w, SlTask task, guint each)
{
  Pair none = no_direction;

  w->pair = &none;
  sl_pool_run (w->self->pool, task, w, each);
  w->pair = NULL;
}

static SlDual
not_a_number (void)
{
  return (SlDual){ NAN, { NAN, NAN }, NAN };
}

/* One observable along a pair of directions. phi: (n_rows) functionals of the whole light. */
static SlDual
observe (const Work *w, const SlObservable *o, Pair pair, const SlDual *phi)
{
  const SlSecond *self = w->self;
  const guint n_age = self->ages.n_age;
  SlDual x[SL_MAX_FUNCTIONALS], away = { 0 }, y;
  double value[SL_MAX_FUNCTIONALS];

  if (o->absent)
    return not_a_number ();
  for (guint i = 0; i < o->n_functionals; i++)
    {
      if (o->source == SL_FROM_LG_FORMED)
        x[i] = part_get (&w->masses, pair, n_age + MASSES_LG_FORMED);
      else if (o->source == SL_FROM_SFR)
        x[i] = part_get (&w->masses, pair, n_age + MASSES_SFR);
      else
        x[i] = phi[(o->observed ? self->rest.n_rows : 0) + o->functional[i]];
      value[i] = x[i].v;
    }
  if (!isfinite (sl_observable_d (o->formula, value, 0.0, o->constant)))
    return not_a_number ();
  if (o->observed)
    away = part_get (&w->cosmology, pair, COSMOLOGY_DIMMING);
  y = sl_observable_D (o->formula, x, away, o->constant);
  if (isnan (away.v))
    {
      /* The light itself goes on to be there: derivatives that do not touch distance stay. */
      y.v = NAN;
      for (int i = 0; i < 2; i++)
        if (pair.at[i] >= 0 && is_cosmology (w->params[pair.at[i]]))
          y.d[i] = y.dd = NAN;
    }
  return y;
}

/* All observables along a pair of directions. phi: room for n_rows numbers. */
static void
combine (const Work *w, Pair pair, SlDual *phi, SlDual *y)
{
  const SlSecond *self = w->self;

  memset (phi, 0, self->n_rows * sizeof *phi);
  for (guint a = 0; a < self->ages.n_age; a++)
    {
      SlDual m = part_get (&w->masses, pair, a);

      for (guint f = 0; f < self->n_rows; f++)
        phi[f] = add (phi[f], mul (m, part_get (&w->light, pair, a * self->n_rows + f)));
    }
  for (guint i = 0; i < self->n_obs; i++)
    y[i] = observe (w, &self->obs[i], pair, phi);
}

/* Tables that the galaxy's options need. */
static gboolean
load_tables (SlSecond *self, const SlGalaxy *galaxy, GError **error)
{
  const SlTemplates *t = self->templates;

  if (galaxy->dust_emission && !self->emission)
    {
      g_autofree char *path = sl_data_path ("dust_emission_dl07.h5");

      self->emission = sl_dust_emission_load (path, error);
      if (!self->emission)
        return FALSE;
      self->grid_glow = sl_glow_new (self->emission, t->wave, t->wave_edges, t->n_wave);
    }
  if (galaxy->igm && !self->igm)
    {
      g_autofree char *path = sl_data_path ("igm_inoue2014.h5");

      self->igm = sl_igm_load (path, error);
      if (!self->igm)
        return FALSE;
    }
  return TRUE;
}

/* The parts one after another; the first two may find that there is nothing to see. */
static gboolean
run_parts (Work *w, gboolean slopes, gboolean mixed, GError **error)
{
  const guint n_age = w->self->ages.n_age;
  double t_obs;

  run_values (w, cosmology_task, 1);
  t_obs = w->cosmology.value[COSMOLOGY_T_OBS];
  if (!isfinite (t_obs) || t_obs < SL_T_MIN)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("at redshift %g this universe is %g Gyr old: no stars can have formed"),
                   w->galaxy->value[SL_PARAM_REDSHIFT], t_obs);
      return FALSE;
    }
  run_values (w, masses_task, 1);
  if (!isfinite (w->masses.value[n_age + MASSES_LG_FORMED]))
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("no stars have formed by %.4g Gyr, when the galaxy is seen"),
                   t_obs);
      return FALSE;
    }
  run_values (w, glow_task, 1);
  run_values (w, light_task, n_age);
  if (!slopes)
    return TRUE;
  run_pairs (w, &w->cosmology, cosmology_task, 1, mixed);
  run_pairs (w, &w->masses, masses_task, 1, mixed);
  run_pairs (w, &w->glow, glow_task, 1, mixed);
  run_pairs (w, &w->light, light_task, n_age, mixed);
  return TRUE;
}

static void
work_init (Work *w)
{
  const SlSecond *self = w->self;
  const SlTemplates *t = self->templates;
  const guint n_threads = sl_pool_threads (self->pool);

  for (guint f = 0; f < self->observed.n_rows; f++)
    sl_functional_set_redshift (&self->observed.rows[f].f, self->observed.rows[f].key.filter,
                                w->galaxy->igm ? self->igm : NULL, t->wave, t->n_wave, w->galaxy->value[SL_PARAM_REDSHIFT]);
  choose_pixels (w);
  shape_gas (w);
  shape_motion (w);
  part_init (&w->cosmology, w, reaches_cosmology, COSMOLOGY_N_OUT);
  part_init (&w->masses, w, reaches_masses, 2 * t->n_age + MASSES_N_MORE);
  part_init (&w->glow, w, reaches_glow, self->n_rows);
  part_init (&w->light, w, reaches_light, t->n_age * self->n_rows);
  w->bare = g_new (double, (gsize) t->n_age * w->n_pixels + 1);
  w->through = g_new (double, (gsize) t->n_age * w->n_pixels + 1);
  w->scratch = g_new0 (Scratch, n_threads);
  for (guint i = 0; i < n_threads; i++)
    w->scratch[i] = (Scratch){ .sfr = g_new (SlDual, SL_N_TABLE), .lgm = g_new (SlDual, SL_N_TABLE),
                               .burst_w = g_new (SlDual, t->n_age + 1), .formed = g_new (SlDual, t->n_age + 1),
                               .light = g_new (SlDual, w->n_pixels + 1), .dust = g_new (SlDual, w->n_pixels + 1),
                               .star = g_new (SlDual, w->n_sources + 1),
                               .node = g_new (SlDual, t->n_cwave + 1), .line = g_new (SlDual, t->n_line + 1) };
}

static void
work_clear (Work *w)
{
  for (guint i = 0; i < sl_pool_threads (w->self->pool); i++)
    {
      const Scratch *s = &w->scratch[i];
      SlDual *array[] = { s->sfr, s->lgm, s->burst_w, s->formed, s->light, s->dust, s->star, s->node, s->line };

      for (guint k = 0; k < G_N_ELEMENTS (array); k++)
        g_free (array[k]);
    }
  g_free (w->scratch);
  g_free (w->pixel);
  g_free (w->slot);
  g_free (w->source);
  g_free (w->node_used);
  g_free (w->bare);
  g_free (w->through);
  g_array_unref (w->shares);
  g_array_unref (w->moved);
  part_clear (&w->cosmology);
  part_clear (&w->masses);
  part_clear (&w->glow);
  part_clear (&w->light);
}

gboolean
sl_second_evaluate (SlSecond *self, const SlGalaxy *galaxy, const SlParamId *params, guint n, double *value, double *grad,
                    double *hessian, GError **error)
{
  Work w = { .self = self, .galaxy = galaxy, .params = params, .n_params = n };
  g_autofree SlDual *phi = g_new (SlDual, self->n_rows + 1), *y = g_new (SlDual, self->n_obs + 1);
  gboolean ok;

  g_return_val_if_fail (galaxy && value && (params || !n), FALSE);
  if (!sl_galaxy_check (galaxy, TRUE, error) || !load_tables (self, galaxy, error))
    return FALSE;
  work_init (&w);
  ok = run_parts (&w, grad || hessian, hessian != NULL, error);
  if (ok)
    {
      combine (&w, no_direction, phi, y);
      for (guint o = 0; o < self->n_obs; o++)
        value[o] = y[o].v;
    }
  for (guint i = 0; ok && (grad || hessian) && i < n; i++)
    for (guint j = i; j < (hessian ? n : i + 1); j++)
      {
        combine (&w, (Pair){ { i, j } }, phi, y);
        for (guint o = 0; o < self->n_obs; o++)
          {
            if (grad && i == j)
              grad[o * n + i] = y[o].d[0];
            if (hessian)
              hessian[((gsize) o * n + i) * n + j] = hessian[((gsize) o * n + j) * n + i] = y[o].dd;
          }
      }
  work_clear (&w);
  return ok;
}

SlSecond *
sl_second_new (SlTemplates *templates, SlFilterSet *filters, const char *const *observables, guint threads, GError **error)
{
  g_autoptr (SlSecond) self = NULL;
  const SlTemplates *t = templates;

  g_return_val_if_fail (templates && filters && observables, NULL);
  if (!sl_engine_check_templates (t, error))
    return NULL;
  self = g_new0 (SlSecond, 1);
  self->templates = sl_templates_ref (templates);
  self->filters = sl_filter_set_ref (filters);
  self->pool = sl_pool_new (threads);
  self->n_obs = g_strv_length ((char **) observables);
  self->obs = g_new0 (SlObservable, self->n_obs + 1);
  for (guint i = 0; i < self->n_obs; i++)
    {
      if (!sl_observable_parse (filters, observables[i], &self->obs[i], error))
        return NULL;
      sl_plan_add (self->obs[i].observed ? &self->observed : &self->rest, &self->obs[i], t);
    }
  self->n_rows = self->rest.n_rows + self->observed.n_rows;
  self->ages = (SlAgeGrid){ .n_age = t->n_age, .lg_age = t->lg_age_gyr, .edge = sl_age_edges (t->lg_age_gyr, t->n_age),
                            .age = sl_ages (t->lg_age_gyr, t->n_age) };
  self->z_edges = g_new0 (double, t->n_met + 1);
  sl_bin_edges_open (t->lgmet, t->n_met, self->z_edges);
  self->u_edges = g_new0 (double, t->n_lgu + 1);
  if (t->n_lgu)
    sl_bin_edges_open (t->lgu, t->n_lgu, self->u_edges);
  sl_history_times (self->t, self->lgt);
  return g_steal_pointer (&self);
}

void
sl_second_free (SlSecond *self)
{
  if (!self)
    return;
  sl_plan_clear (&self->rest);
  sl_plan_clear (&self->observed);
  g_free (self->obs);
  g_free (self->ages.edge);
  g_free (self->ages.age);
  sl_glow_free (self->grid_glow);
  sl_dust_emission_free (self->emission);
  sl_igm_free (self->igm);
  g_free (self->z_edges);
  g_free (self->u_edges);
  g_clear_pointer (&self->pool, sl_pool_free);
  sl_templates_unref (self->templates);
  sl_filter_set_unref (self->filters);
  g_free (self);
}
