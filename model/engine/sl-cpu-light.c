/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <glib/gi18n-lib.h>

#define SL_DUAL_K 1
#include "model/formulas/sl-formula.h"
#include "model/dust/sl-dust-law.h"
#include "model/engine/sl-cpu.h"
#include "model/support/sl-bins.h"
#include "model/support/sl-error.h"

#define LIGHT_ROWS_OLD (1 + SL_N_INTERMEDIATES_OLD)

static guint
pixel_at (const double *edges, guint n, double x)
{
  guint lo = 0, hi = n;

  while (lo < hi)
    {
      guint mid = (lo + hi) / 2;
      if (edges[mid + 1] <= x)
        lo = mid + 1;
      else
        hi = mid;
    }
  return lo;
}

/* Pixels that a line of this width reaches. */
static void
line_span (const SlTemplates *t, guint l, double sigma_v, guint *first, guint *count)
{
  double reach = SL_LINE_REACH_SIGMA * t->line_wave[l] * sigma_v / SL_C_KMS;
  guint i0 = pixel_at (t->wave_edges, t->n_wave, t->line_wave[l] - reach);
  guint i1 = pixel_at (t->wave_edges, t->n_wave, t->line_wave[l] + reach);

  *first = i0;
  *count = i0 < t->n_wave ? MIN (i1 + 1, t->n_wave) - i0 : 0;
}

guint
sl_cpu_line_room (const SlCpu *self, guint l)
{
  guint first, count;

  line_span (self->parent.templates, l, SL_SIGMA_V_MAX, &first, &count);
  return count;
}

static void
init_gas (SlCpu *self)
{
  const SlTemplates *t = self->parent.templates;

  self->gas_cont = g_new0 (float, (gsize) t->n_young * 5 * (t->n_cwave + SL_NODE_SLACK));
  self->gas_lum = g_new0 (float, (gsize) t->n_young * 5 * MAX (t->n_line, 1));
  self->gas_scratch = sl_aligned_new (sl_pool_threads (self->pool) * 6 * self->stride, sizeof (float));
  self->node = g_new0 (guint, self->stride);
  self->frac = sl_aligned_new (self->stride, sizeof (float));
  self->inside = sl_aligned_new (self->stride, sizeof (float));
  for (guint w = 0, n = 0; w < self->stride; w++)
    {
      double x = w < t->n_wave ? t->wave[w] : INFINITY;

      while (n + 2 < t->n_cwave && t->cwave[n + 1] <= x)
        n++;
      self->node[w] = n;
      if (x < t->cwave[0] || x > t->cwave[t->n_cwave - 1])
        continue;
      self->frac[w] = sl_between_d (x, t->cwave[n], t->cwave[n + 1]);
      self->inside[w] = 1.0f;
    }
  self->line_first = g_new0 (guint, t->n_line);
  self->line_count = g_new0 (guint, t->n_line);
  self->line_offset = g_new0 (guint, t->n_line);
  for (guint l = 0; l < t->n_line; l++)
    self->phi_capacity += sl_cpu_line_room (self, l);
  self->phi = g_new0 (float, self->phi_capacity);
  self->dphi = g_new0 (float, self->phi_capacity);
  self->profiles = (SlLineProfiles){
    .n_line = t->n_line, .first = self->line_first, .count = self->line_count, .offset = self->line_offset,
    .phi = self->phi, .dphi = self->dphi, .node = self->node, .frac = self->frac, .inside = self->inside,
  };
}

/* Most bytes that shares of moving stars' light may take. */
#define SPREAD_MOST (48u << 20)
#define SIGMA_STAR_MAX 1000.0
/* Beyond this reach a Gaussian has 1e-9 of its light. */
#define SPREAD_REACH_SIGMA 6.0

/* Pixels to which light of pixel j comes. */
static void
spread_span (const SlTemplates *t, guint j, double sigma, guint *first, guint *count)
{
  const double reach = SPREAD_REACH_SIGMA * t->wave[j] * sigma / SL_C_KMS;
  guint i0 = pixel_at (t->wave_edges, t->n_wave, t->wave_edges[j] - reach);
  guint i1 = pixel_at (t->wave_edges, t->n_wave, t->wave_edges[j + 1] + reach);

  *first = MIN (i0, j);
  *count = MIN (MAX (i1, j) + 1, t->n_wave) - *first;
}

static void
init_spread (SlCpu *self)
{
  const SlTemplates *t = self->parent.templates;
  gsize n = 0;

  /* A library of very fine pixels has room for slower stars only. */
  for (self->sigma_star_max = SIGMA_STAR_MAX;; self->sigma_star_max *= 0.5)
    {
      n = 0;
      for (guint j = 0; j < t->n_wave; j++)
        {
          guint first, count;

          spread_span (t, j, self->sigma_star_max, &first, &count);
          n += count;
        }
      if (n * sizeof (float) <= SPREAD_MOST)
        break;
    }
  self->spread_first = g_new0 (guint, t->n_wave);
  self->spread_count = g_new0 (guint, t->n_wave);
  self->spread_offset = g_new0 (gsize, t->n_wave);
  self->spread_phi = g_new0 (float, n);
  self->spread_dphi = g_new0 (float, n);
  self->star_scratch =
      sl_aligned_new (sl_pool_threads (self->pool) * LIGHT_ROWS_OLD * self->stride, sizeof (float));
  self->moved = sl_aligned_new (t->n_age * self->stride, sizeof (float));
  self->spread = (SlSpread) { t->n_wave,           self->spread_first, self->spread_count,
                              self->spread_offset, self->spread_phi,   self->spread_dphi };
}

static void
add_link (SlCpu *self, int local, SlParamId param, const double *coef, guint stride, guint lane,
          const double *factor)
{
  g_assert (self->n_jacobian_terms < SL_MAX_JACOBIAN_TERMS);
  self->jacobian_slot[self->n_jacobian_terms] = sl_param_slot (param);
  self->link[self->n_jacobian_terms++] = (SlJacobianTerm){ local, param, coef, stride, lane, factor };
}

/* Which parameter reaches which local, and where the stages keep the derivative. */
void
sl_cpu_set_jacobian_terms (SlCpu *self)
{
  enum {
    ALWAYS,
    WITH_AGE_METALS,
    WITH_SHIFT,
    WITH_SLOPE,
    WITH_TIED_BUMP,
    WITH_FREE_BUMP,
    WITH_TWO,
    WITH_MOTION,
    N_WHEN
  };
  enum {
    YOUNG = 1 << 0,
    OLD = 1 << 1,
    MID = 1 << 5,
    WIDTH = 1 << 6,
    SLOPE_YOUNG = 1 << 2,
    SLOPE_OLD = 1 << 3,
    BUMP = 1 << 4
  };
  const SlSspWeights *m = &self->mix;
  const SlGalaxy *g = &self->galaxy;
  const SlDustLawInfo *law = sl_dust_law_info (g->dust_law);
  const SlSfhFormInfo *form = sl_sfh_form_info (g->sfh_form);
  const gboolean two = law->formula == SL_DUST_FORMULA_CHARLOT_FALL;
  const struct { int local; SlParamId first; const double *chain; guint lanes, when;
  } through[] = {
    { SL_INTERMEDIATE_MU, SL_PARAM_LGMET_YOUNG, m->jacobian_mu, 1 << 0 | 1 << 1 | 1 << 3 | 1 << 4,
      WITH_AGE_METALS },
    { SL_INTERMEDIATE_AV, SL_PARAM_AV_YOUNG, m->jacobian_av, YOUNG | (two ? 0 : OLD) | MID | WIDTH, ALWAYS },
    { SL_INTERMEDIATE_DELTA, SL_PARAM_AV_YOUNG, m->jacobian_delta, SLOPE_YOUNG | SLOPE_OLD | MID | WIDTH,
      WITH_SLOPE },
    { SL_INTERMEDIATE_BUMP, SL_PARAM_AV_YOUNG, m->jacobian_bump, SLOPE_YOUNG | SLOPE_OLD | MID | WIDTH,
      WITH_TIED_BUMP },
    { SL_INTERMEDIATE_BUMP, SL_PARAM_AV_YOUNG, m->jacobian_bump, BUMP, WITH_FREE_BUMP },
    { SL_INTERMEDIATE_DELTA, SL_PARAM_AV_YOUNG, m->jacobian_delta, SLOPE_YOUNG, WITH_TWO },
    { SL_INTERMEDIATE_AV_ALL, SL_PARAM_AV_YOUNG, m->jacobian_bump, OLD, WITH_TWO },
  };
  const struct { int local; SlParamId param; guint when;
  } direct[] = {
    { SL_INTERMEDIATE_MU, SL_PARAM_LGMET_SHIFT, WITH_SHIFT },
    { SL_INTERMEDIATE_SCATTER, SL_PARAM_LGMET_SCATTER, ALWAYS },
    { SL_INTERMEDIATE_U, SL_PARAM_LGU_MEAN, ALWAYS },
    { SL_INTERMEDIATE_U_SCATTER, SL_PARAM_LGU_SCATTER, ALWAYS },
    { SL_INTERMEDIATE_ESCAPE, SL_PARAM_F_ESC, ALWAYS },
    { SL_INTERMEDIATE_SIGMA, SL_PARAM_SIGMA_V, ALWAYS },
    { SL_INTERMEDIATE_UNOBSCURED, SL_PARAM_FRAC_UNOBSCURED, ALWAYS },
    { SL_INTERMEDIATE_DELTA_ALL, SL_PARAM_DELTA_OLD, WITH_TWO },
    { SL_INTERMEDIATE_SIGMA_STAR, SL_PARAM_SIGMA_STAR, WITH_MOTION },
  };
  gboolean now[N_WHEN] = { TRUE };

  self->curve = law->formula;
  now[WITH_TWO] = two;
  now[WITH_SHIFT] = sl_cpu_metals_evolve (self);
  now[WITH_AGE_METALS] = !now[WITH_SHIFT];
  now[WITH_SLOPE] = law->slope && !two;
  now[WITH_TIED_BUMP] = law->bump && !g->uv_bump_free;
  now[WITH_FREE_BUMP] = law->bump && g->uv_bump_free;
  now[WITH_MOTION] = g->value[SL_PARAM_SIGMA_STAR] > 0.0;
  self->n_jacobian_terms = 0;
  for (guint i = 0; i < G_N_ELEMENTS (through); i++)
    for (guint lane = 0; lane < 8 && now[through[i].when]; lane++)
      if (through[i].lanes >> lane & 1)
        add_link (self, through[i].local, through[i].first + lane, through[i].chain, 8, lane, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (direct); i++)
    if (now[direct[i].when])
      add_link (self, direct[i].local, direct[i].param, NULL, 0, 0, NULL);
  /* Time of birth goes with the time of the galaxy, mass then with its history. */
  for (guint i = 0; i < form->n_params && g->metals == SL_METALS_MASS; i++)
    add_link (self, SL_INTERMEDIATE_MU, form->params[i], self->dmu, SL_N_SFH_TANGENTS, SL_SFH_SLOT_FORM + i,
              NULL);
  for (guint i = 0; i < G_N_ELEMENTS (self->epoch.dt_obs) && now[WITH_SHIFT]; i++)
    add_link (self, SL_INTERMEDIATE_MU, SL_PARAM_REDSHIFT + i, self->dmu, SL_N_SFH_TANGENTS,
              SL_SFH_SLOT_T_OBS, &self->epoch.dt_obs[i]);
}

double
sl_cpu_jacobian_coef (const SlJacobianTerm *link, guint a)
{
  const double coef = link->coef ? link->coef[link->stride * a + link->lane] : 1.0;

  return link->factor ? coef * *link->factor : coef;
}

gboolean
sl_cpu_light_init (SlCpu *self, GError **error)
{
  const SlTemplates *t = self->parent.templates;
  gsize rows;

  self->stride = t->wave_stride;
  while (self->n_ionising < t->n_wave && t->wave[self->n_ionising] < SL_LYMAN_EDGE)
    self->n_ionising++;
  self->z_edges = g_new0 (double, t->n_met + 1);
  sl_bin_edges_open (t->lgmet, t->n_met, self->z_edges);
  self->dmu = g_new0 (double, (gsize) t->n_age * SL_N_SFH_TANGENTS);
  self->u_edges = g_new0 (double, t->n_lgu + 1);
  if (t->n_lgu)
    sl_bin_edges_open (t->lgu, t->n_lgu, self->u_edges);
  sl_ssp_weights_init (&self->mix, t->n_age, t->n_met, t->n_lgu);

  rows = (gsize) t->n_young * SL_N_LIGHT_ROWS + (gsize) (t->n_age - t->n_young) * LIGHT_ROWS_OLD;
  self->light = sl_aligned_new (rows * self->stride, sizeof (float));
  self->light_of = g_new0 (const float *, t->n_age);
  for (guint a = 0, r = 0; a < t->n_age; a++)
    {
      self->light_of[a] = self->light + r * self->stride;
      r += a < t->n_young ? SL_N_LIGHT_ROWS : LIGHT_ROWS_OLD;
    }
  self->dust = sl_aligned_new ((gsize) t->n_age * SL_MAX_DUST_ROWS * self->stride, sizeof (float));
  self->dust_of = g_new0 (const float *, t->n_age);
  self->curve_age = g_new0 (guint, t->n_age);
  self->curve_of = g_new0 (guint, t->n_age);
  for (guint law = 0; law < SL_N_DUST_LAWS; law++)
    self->k0[law] = sl_aligned_new (self->stride, sizeof (double));
  self->lnx = sl_aligned_new (self->stride, sizeof (double));
  self->bump = sl_aligned_new (self->stride, sizeof (double));
  for (guint w = 0; w < t->n_wave; w++)
    {
      double lam = t->wave[w] * 1e-4;

      for (guint law = 0; law < SL_N_DUST_LAWS; law++)
        self->k0[law][w] = sl_dust_k (law, lam);
      self->lnx[w] = log (lam / SL_DUST_V);
      self->bump[w] = sl_k_bump (lam);
    }
  self->coef = g_new0 (float, (gsize) t->n_age * SL_MAX_TERMS);
  self->sed = sl_aligned_new (self->stride, sizeof (float));
  self->sed_intrinsic = sl_aligned_new (self->stride, sizeof (float));
  self->sed_by_age = sl_aligned_new (SL_N_AGE_GROUPS * self->stride, sizeof (float));
  self->sed_tangent = sl_aligned_new (SL_N_PARAMS * self->stride, sizeof (float));
  init_spread (self);
  if (t->n_lgu)
    init_gas (self);
  return TRUE;
}

void
sl_cpu_light_clear (SlCpu *self)
{
  gpointer aligned[] = { self->star_scratch, self->moved, self->light,         self->dust,
                         self->lnx,          self->bump,  self->frac,          self->inside,
                         self->gas_scratch,  self->sed,   self->sed_intrinsic, self->sed_tangent,
                         self->sed_by_age };
  gpointer plain[] = { self->dmu,          self->z_edges,      self->u_edges,       self->light_of,
                       self->dust_of,      self->curve_age,    self->curve_of,      self->coef,
                       self->gas_cont,     self->gas_lum,      self->node,          self->line_first,
                       self->line_count,   self->line_offset,  self->phi,           self->dphi,
                       self->spread_first, self->spread_count, self->spread_offset, self->spread_phi,
                       self->spread_dphi };

  for (guint i = 0; i < G_N_ELEMENTS (aligned); i++)
    g_clear_pointer (&aligned[i], sl_aligned_free);
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    g_free (plain[i]);
  for (guint law = 0; law < SL_N_DUST_LAWS; law++)
    sl_aligned_free (self->k0[law]);
  sl_ssp_weights_clear (&self->mix);
}

/* ---------------------------------------------------------- populations */

static void
shape_lines (SlCpu *self)
{
  const SlTemplates *t = self->parent.templates;
  SlDual sigma = { .v = self->galaxy.value[SL_PARAM_SIGMA_V], .d = { 1.0 } };

  for (guint l = 0, offset = 0; l < t->n_line; l++)
    {
      line_span (t, l, sigma.v, &self->line_first[l], &self->line_count[l]);
      self->line_offset[l] = offset;
      for (guint i = 0; i < self->line_count[l]; i++)
        {
          guint w = self->line_first[l] + i;
          SlDual phi = sl_line_in_pixel_D (t->line_wave[l], t->wave_edges[w], t->wave_edges[w + 1], sigma);

          self->phi[offset + i] = phi.v;
          self->dphi[offset + i] = phi.d[0];
        }
      offset += self->line_count[l];
    }
}

static void
share_task (gpointer data, guint j, guint thread)
{
  SlCpu *self = data;
  const double *edge = self->parent.templates->wave_edges;
  const double hz = SL_C_AA / edge[j] - SL_C_AA / edge[j + 1];
  SlDual sigma = { .v = self->sigma_star, .d = { 1.0 } };

  for (guint i = 0; i < self->spread_count[j]; i++)
    {
      const guint w = self->spread_first[j] + i;
      SlDual share = mul (hz / (SL_C_AA / edge[w] - SL_C_AA / edge[w + 1]),
                          sl_spread_share_D (edge[j], edge[j + 1], edge[w], edge[w + 1], sigma));

      self->spread_phi[self->spread_offset[j] + i] = share.v;
      self->spread_dphi[self->spread_offset[j] + i] = share.d[0];
    }
}

/* Where the light of moving stars goes. */
static gboolean
share_light (SlCpu *self, GError **error)
{
  const SlTemplates *t = self->parent.templates;
  const double sigma = self->galaxy.value[SL_PARAM_SIGMA_STAR];
  gsize offset = 0;

  if (sigma > self->sigma_star_max)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("sigma_star = %g km/s is beyond what can be drawn, %g km/s"), sigma,
                   self->sigma_star_max);
      return FALSE;
    }
  if (sigma == self->sigma_star)
    return TRUE;
  self->sigma_star = sigma;
  for (guint j = 0; j < t->n_wave && sigma > 0.0; j++)
    {
      spread_span (t, j, sigma, &self->spread_first[j], &self->spread_count[j]);
      self->spread_offset[j] = offset;
      offset += self->spread_count[j];
    }
  if (sigma > 0.0)
    sl_pool_run (self->pool, share_task, self, t->n_wave);
  return TRUE;
}

void
sl_cpu_ssp (SlCpu *self, guint a, guint thread)
{
  const SlTemplates *t = self->parent.templates;
  const gboolean moving = self->sigma_star > 0.0;
  float *rows = (float *) self->light_of[a], *moved = self->moved + a * self->stride;
  float *still = moving ? self->star_scratch + (gsize) thread * LIGHT_ROWS_OLD * self->stride : rows;

  self->k->collapse (t->flux + (gsize) a * t->n_met * self->stride, self->stride, t->n_met,
                     self->mix.wz + 3 * t->n_met * a, still);
  if (moving)
    self->k->spread (&self->spread, still, self->stride, rows, moved);
  /* Of the stars' ionising light that moved, as of what did not, the gas lets its part escape. */
  for (gsize w = 0; moving && w < self->n_ionising && a < t->n_young && t->n_lgu; w++)
    moved[w] *= self->galaxy.value[SL_PARAM_F_ESC];
  if (a < t->n_young && t->n_lgu)
    {
      float *cont = self->gas_cont + (gsize) a * 5 * (t->n_cwave + SL_NODE_SLACK);
      float *lum = self->gas_lum + (gsize) a * 5 * t->n_line;

      const double *wz = self->mix.wz + 3 * t->n_met * a;

      self->k->collapse_gas (wz, t->n_met, self->mix.wu, t->n_lgu,
                             t->continuum + (gsize) a * t->n_lgu * t->n_met * t->n_cwave, t->n_cwave,
                             t->n_cwave + SL_NODE_SLACK, cont);
      if (t->n_line)
        self->k->collapse_gas (wz, t->n_met, self->mix.wu, t->n_lgu,
                               t->line_luminosity + (gsize) a * t->n_lgu * t->n_met * t->n_line, t->n_line,
                               t->n_line, lum);
      for (guint l = 0; l < MIN (t->n_line, SL_MAX_LINES); l++)
        for (guint r = 0; r < 5 && self->galaxy.lines_off[l / 64] >> (l % 64) & 1; r++)
          lum[r * t->n_line + l] = 0.0f;
      self->k->add_gas (rows, self->stride, self->n_ionising, self->galaxy.value[SL_PARAM_F_ESC], cont,
                        t->n_cwave + SL_NODE_SLACK, lum, &self->profiles,
                        self->gas_scratch + (gsize) thread * 6 * self->stride);
    }
}

gboolean
sl_cpu_prepare_ssp (SlCpu *self, GError **error)
{
  const SlTemplates *t = self->parent.templates;
  const double *v = self->galaxy.value;

  if (v[SL_PARAM_SIGMA_V] > SL_SIGMA_V_MAX)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("sigma_v = %g km/s is beyond what can be drawn, %g km/s"), v[SL_PARAM_SIGMA_V],
                   SL_SIGMA_V_MAX);
      return FALSE;
    }
  if (t->n_lgu)
    {
      sl_ssp_weights_ionisation (&self->mix, v[SL_PARAM_LGU_MEAN], v[SL_PARAM_LGU_SCATTER], self->u_edges);
      if (!self->away)
        shape_lines (self);
    }
  if (!share_light (self, error))
    return FALSE;
  sl_cpu_set_metals (self, self->epoch.t_obs, TRUE);
  return TRUE;
}

gboolean
sl_cpu_metals_evolve (const SlCpu *self)
{
  return self->galaxy.metals != SL_METALS_AGE;
}

void
sl_cpu_metals_at (const SlCpu *self, double t, gboolean t_varies, SlSspWeights *mix, double *dmu)
{
  const double *v = self->galaxy.value;

  self->k->metals (&self->history, &self->ages, t, t_varies,
                   self->galaxy.metals == SL_METALS_TABLE ? self->galaxy.metals_table : NULL, mix->mu, dmu);
  for (guint a = 0; a < mix->n_age; a++)
    mix->mu[a] += v[SL_PARAM_LGMET_SHIFT];
  sl_ssp_weights_metals_about (mix, v[SL_PARAM_LGMET_SCATTER], self->z_edges);
}

void
sl_cpu_set_metals (SlCpu *self, double t, gboolean t_varies)
{
  if (sl_cpu_metals_evolve (self))
    sl_cpu_metals_at (self, t, t_varies, &self->mix, self->dmu);
  else
    sl_ssp_weights_metals (&self->mix, self->galaxy.value + SL_PARAM_LGMET_YOUNG,
                           self->parent.templates->lg_age_gyr, self->z_edges);
}

/* ----------------------------------------------------------------- dust */

void
sl_cpu_curve (SlCpu *self, guint c)
{
  guint a = self->curve_age[c];
  /* In the order of the locals. */
  const double local[SL_MAX_DUST_ROWS - 1] = { self->mix.av[a], self->mix.delta[a], self->mix.bump[a],
                                               self->galaxy.value[SL_PARAM_FRAC_UNOBSCURED],
                                               self->galaxy.value[SL_PARAM_DELTA_OLD] };

  self->k->transmission (self->k0[self->galaxy.dust_law], self->lnx, self->bump, self->stride, local,
                         self->curve, (float *) self->dust_of[a]);
}

void
sl_cpu_prepare_dust (SlCpu *self)
{
  const SlTemplates *t = self->parent.templates;
  const SlSspWeights *m = &self->mix;
  const SlDustLawInfo *law = sl_dust_law_info (self->galaxy.dust_law);

  if (self->curve == SL_DUST_FORMULA_CHARLOT_FALL)
    sl_ssp_weights_dust_two (&self->mix, self->galaxy.value + SL_PARAM_AV_YOUNG, t->lg_age_gyr);
  else
    sl_ssp_weights_dust (&self->mix, self->galaxy.value + SL_PARAM_AV_YOUNG, law->slope,
                         !law->bump                  ? SL_BUMP_NONE
                         : self->galaxy.uv_bump_free ? SL_BUMP_FREE
                                                     : SL_BUMP_TIED,
                         t->lg_age_gyr);
  /* Outside the passage from young to old dust, neighbouring ages share one curve. */
  self->n_curves = 0;
  for (guint a = 0; a < t->n_age; a++)
    {
      if (a == 0 || m->av[a] != m->av[a - 1] || m->delta[a] != m->delta[a - 1]
          || m->bump[a] != m->bump[a - 1])
        self->curve_age[self->n_curves++] = a;
      self->curve_of[a] = self->n_curves - 1;
      self->dust_of[a] = self->dust + (gsize) (self->n_curves - 1) * SL_MAX_DUST_ROWS * self->stride;
    }
}
