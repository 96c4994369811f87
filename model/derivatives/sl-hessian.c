/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/derivatives/sl-hessian-private.h"

#include <glib/gi18n-lib.h>

#include "model/support/sl-error.h"
#include "model/sfh/sl-sfh-body.h"

/* ---------------------------------------------------------------- stages */

static void
stage_init (Stage *stage, const Work *w, gboolean (*affects) (const Work *w, SlParamId id), guint n_out)
{
  *stage = (Stage){ .n_out = n_out,
                    .at = g_new (int, w->n_params + 1),
                    .of = g_new (guint, w->n_params + 1) };
  for (guint i = 0; i < w->n_params; i++)
    {
      stage->at[i] = affects (w, w->params[i]) ? (int) stage->n : -1;
      if (stage->at[i] >= 0)
        stage->of[stage->n++] = i;
    }
  stage->value = g_new0 (double, n_out);
  stage->first = g_new0 (double, (gsize) stage->n * n_out);
  stage->second = g_new0 (double, (gsize) stage->n * stage->n * n_out);
}

static void
stage_clear (Stage *stage)
{
  g_free (stage->at);
  g_free (stage->of);
  g_free (stage->value);
  g_free (stage->first);
  g_free (stage->second);
}

/* Pairs of a stage: none, each parameter with itself and, where mixed, two different ones. Returns their
 * number. */
static guint
stage_pairs (const Stage *stage, gboolean mixed, Pair *pair)
{
  guint n = 0;

  for (guint p = 0; p < stage->n; p++)
    for (guint q = p; q < (mixed ? stage->n : p + 1); q++)
      pair[n++] = (Pair){ { stage->of[p], stage->of[q] } };
  return n;
}

/* ------------------------------------------------------------- cosmology */

/* Time of observation and dimming by distance [PHYSICS, section 8]. */
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
  stage_put (&w->cosmology, pair, COSMOLOGY_T_OBS, t);
  stage_put (&w->cosmology, pair, COSMOLOGY_DIMMING, dimming);
}

/* ---------------------------------------------------------------- masses */

/* Mass by age [PHYSICS, sections 1-3]. */
static void
masses (Work *w, Pair pair, Scratch *s)
{
  const SlHessian *self = w->self;
  const SlSfhFormInfo *form = sl_sfh_form_info (w->galaxy->sfh_form);
  const guint n_age = self->ages.n_age;
  Sfh h = { .form = w->galaxy->sfh_form, .t_obs = stage_get (&w->cosmology, pair, COSMOLOGY_T_OBS),
            .inputs = sfh_inputs (w->galaxy->sfh_edges, w->galaxy->sfh_table), .t = self->t,
            .lgt = self->lgt, .sfr = s->sfr, .lgm = s->lgm, .burst_w = s->burst_w };
  AgeMasses m;

  for (guint i = 0; i < form->n_params; i++)
    h.p[i] = variable (w, pair, form->params[i]);
  for (guint i = 0; i < 3; i++)
    h.burst[i] = variable (w, pair, SL_PARAM_LGFBURST + i);
  sfh_integrate (&h);
  m = age_masses_seen (&h, &self->ages, s->formed);
  for (guint a = 0; a < n_age; a++)
    stage_put (&w->masses, pair, a, age_mass (&m, a));
  stage_put (&w->masses, pair, n_age + MASSES_LG_FORMED, m.lgm);
  stage_put (&w->masses, pair, n_age + MASSES_SFR, m.sfr);
  for (guint a = 0; a < n_age && metals_evolve (w); a++)
    stage_put (&w->masses, pair, n_age + MASSES_N_MORE + a,
              age_metals (&h, &self->ages, h.t_obs,
                          w->galaxy->metals == SL_METALS_TABLE ? w->galaxy->metals_table : NULL, a));
}

/* ------------------------------------------------------------ evaluation */

static void
cosmology_task (gpointer data, guint i, guint thread)
{
  cosmology (data, ((Work *) data)->pair[i]);
}

static void
dust_emission_task (gpointer data, guint i, guint thread)
{
  sl_hessian_dust_emission (data, ((Work *) data)->pair[i]);
}

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

  sl_hessian_light_of_age (w, w->pair[i / n_age], i % n_age, &w->scratch[thread]);
}

/* Runs a stage along all its pairs. each: number of tasks of one pair. */
static void
run_pairs (Work *w, const Stage *stage, SlTask task, guint each, gboolean mixed)
{
  w->pair = g_new (Pair, (gsize) stage->n * (stage->n + 1) / 2 + 1);
  sl_pool_run (w->self->pool, task, w, each * stage_pairs (stage, mixed, w->pair));
  g_clear_pointer (&w->pair, g_free);
}

/* Computes the values of a stage without derivatives, which its pairs may read. */
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
  const SlHessian *self = w->self;
  const guint n_age = self->ages.n_age;
  SlDual x[SL_MAX_FUNCTIONALS], away = { 0 }, y;
  double value[SL_MAX_FUNCTIONALS];

  if (o->absent)
    return not_a_number ();
  for (guint i = 0; i < o->n_functionals; i++)
    {
      if (o->source == SL_FROM_LG_FORMED)
        x[i] = stage_get (&w->masses, pair, n_age + MASSES_LG_FORMED);
      else if (o->source == SL_FROM_SFR)
        x[i] = stage_get (&w->masses, pair, n_age + MASSES_SFR);
      else
        x[i] = phi[(o->observed ? self->rest.n_rows : 0) + o->functional[i]];
      value[i] = x[i].v;
    }
  if (!isfinite (sl_observable_d (o->formula, value, 0.0, o->constant)))
    return not_a_number ();
  if (o->observed)
    away = stage_get (&w->cosmology, pair, COSMOLOGY_DIMMING);
  y = sl_observable_D (o->formula, x, away, o->constant);
  if (isnan (away.v))
    {
      /* The light itself exists: derivatives that do not involve distance remain. */
      y.v = NAN;
      for (int i = 0; i < 2; i++)
        if (pair.at[i] >= 0 && is_cosmology (w->params[pair.at[i]]))
          y.d[i] = y.dd = NAN;
    }
  return y;
}

/* All observables along a pair of directions. phi: memory for n_rows numbers. */
static void
combine (const Work *w, Pair pair, SlDual *phi, SlDual *y)
{
  const SlHessian *self = w->self;

  memset (phi, 0, self->n_rows * sizeof *phi);
  for (guint a = 0; a < self->ages.n_age; a++)
    {
      SlDual m = stage_get (&w->masses, pair, a);

      for (guint f = 0; f < self->n_rows; f++)
        phi[f] = add (phi[f], mul (m, stage_get (&w->light, pair, a * self->n_rows + f)));
    }
  for (guint i = 0; i < self->n_obs; i++)
    y[i] = observe (w, &self->obs[i], pair, phi);
}

/* Reads the tables that the galaxy's options need. */
static gboolean
load_tables (SlHessian *self, const SlGalaxy *galaxy, GError **error)
{
  const SlTemplates *t = self->templates;

  if (galaxy->dust_emission && !self->emission)
    {
      self->emission = sl_dust_emission_load_shipped (error);
      if (!self->emission)
        return FALSE;
      self->dust_emission_grid =
          sl_dust_emission_grid_new (self->emission, t->wave, t->wave_edges, t->n_wave);
    }
  if (galaxy->igm && self->observed.n_rows && !self->igm)
    self->igm = sl_igm_load_shipped (error);
  return !galaxy->igm || !self->observed.n_rows || self->igm;
}

/* Runs the stages in turn; the first two may find that there is no light. */
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
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   _ ("no stars have formed by %.4g Gyr, the time of observation"), t_obs);
      return FALSE;
    }
  run_values (w, dust_emission_task, 1);
  run_values (w, light_task, n_age);
  if (!slopes)
    return TRUE;
  run_pairs (w, &w->cosmology, cosmology_task, 1, mixed);
  run_pairs (w, &w->masses, masses_task, 1, mixed);
  run_pairs (w, &w->dust_emission_spectrum, dust_emission_task, 1, mixed);
  run_pairs (w, &w->light, light_task, n_age, mixed);
  return TRUE;
}

static void
work_init (Work *w)
{
  const SlHessian *self = w->self;
  const SlTemplates *t = self->templates;
  const guint n_threads = sl_pool_threads (self->pool);

  for (guint f = 0; f < self->observed.n_rows; f++)
    sl_functional_set_band (&self->observed.rows[f].f, self->observed.rows[f].key.filter,
                            w->galaxy->igm ? self->igm : NULL, t->band_grid, sl_galaxy_band_rule (w->galaxy),
                            w->galaxy->value[SL_PARAM_REDSHIFT]);
  sl_hessian_choose_pixels (w);
  sl_hessian_shape_gas (w);
  sl_hessian_shape_motion (w);
  stage_init (&w->cosmology, w, affects_cosmology, COSMOLOGY_N_OUT);
  stage_init (&w->masses, w, affects_masses, 2 * t->n_age + MASSES_N_MORE);
  stage_init (&w->dust_emission_spectrum, w, affects_dust_emission, self->n_rows);
  stage_init (&w->light, w, affects_light, t->n_age * self->n_rows);
  w->bare = g_new (double, (gsize) t->n_age * w->n_pixels + 1);
  w->through = g_new (double, (gsize) t->n_age * w->n_pixels + 1);
  w->scratch = g_new0 (Scratch, n_threads);
  for (guint i = 0; i < n_threads; i++)
    w->scratch[i] = (Scratch) { .sfr = g_new (SlDual, SL_N_TABLE),
                                .lgm = g_new (SlDual, SL_N_TABLE),
                                .burst_w = g_new (SlDual, t->n_age + 1),
                                .formed = g_new (SlDual, t->n_age + 1),
                                .light = g_new (SlDual, w->n_pixels + 1),
                                .dust = g_new (SlDual, w->n_pixels + 1),
                                .star = g_new (SlDual, w->n_sources + 1),
                                .node = g_new (SlDual, t->n_cwave + 1),
                                .line = g_new (SlDual, t->n_line + 1) };
}

static void
work_clear (Work *w)
{
  for (guint i = 0; i < sl_pool_threads (w->self->pool); i++)
    {
      const Scratch *s = &w->scratch[i];
      SlDual *array[] = {
        s->sfr, s->lgm, s->burst_w, s->formed, s->light, s->dust, s->star, s->node, s->line
      };

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
  g_array_unref (w->broadened);
  stage_clear (&w->cosmology);
  stage_clear (&w->masses);
  stage_clear (&w->dust_emission_spectrum);
  stage_clear (&w->light);
}

gboolean
sl_hessian_evaluate (SlHessian *self, const SlGalaxy *galaxy, const SlParamId *params, guint n, double *value,
                     double *grad, double *hessian, GError **error)
{
  Work w = { .self = self, .galaxy = galaxy, .params = params, .n_params = n };
  g_autofree SlDual *phi = g_new (SlDual, self->n_rows + 1), *y = g_new (SlDual, self->n_obs + 1);
  gboolean ok;

  g_return_val_if_fail (galaxy && value && (params || !n), FALSE);
  if (!sl_galaxy_check (galaxy, TRUE, error) || !load_tables (self, galaxy, error))
    return FALSE;
  sl_plan_set_rule (&self->rest, sl_galaxy_band_rule (galaxy), self->templates);
  for (guint i = 0; i < self->n_obs; i++)
    sl_observable_set_numerics (&self->obs[i], galaxy->numerics);
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

SlHessian *
sl_hessian_new (SlTemplates *templates, SlFilterSet *filters, const char *const *observables, guint threads,
                GError **error)
{
  g_autoptr (SlHessian) self = NULL;
  const SlTemplates *t = templates;

  g_return_val_if_fail (templates && filters && observables, NULL);
  if (!sl_engine_check_templates (t, error))
    return NULL;
  self = g_new0 (SlHessian, 1);
  self->templates = sl_templates_ref (templates);
  self->filters = sl_filter_set_ref (filters);
  self->pool = sl_pool_new (threads);
  self->n_obs = g_strv_length ((char **) observables);
  self->obs = g_new0 (SlObservable, self->n_obs + 1);
  for (guint i = 0; i < self->n_obs; i++)
    {
      if (!sl_observable_parse (filters, observables[i], &self->obs[i], error)
          || !sl_plan_add (self->obs[i].observed ? &self->observed : &self->rest, &self->obs[i], t, error))
        return NULL;
    }
  self->n_rows = self->rest.n_rows + self->observed.n_rows;
  sl_age_grid_init (&self->ages, t->lg_age_gyr, t->n_age);
  sl_nodes_init (&self->lgmet, t->lgmet, t->n_met);
  sl_nodes_init (&self->lgu, t->lgu, t->n_lgu);
  sl_sfh_times (self->t, self->lgt);
  return g_steal_pointer (&self);
}

void
sl_hessian_free (SlHessian *self)
{
  if (!self)
    return;
  sl_plan_clear (&self->rest);
  sl_plan_clear (&self->observed);
  g_free (self->obs);
  sl_age_grid_clear (&self->ages);
  sl_dust_emission_grid_free (self->dust_emission_grid);
  sl_dust_emission_free (self->emission);
  sl_igm_free (self->igm);
  sl_nodes_clear (&self->lgmet);
  sl_nodes_clear (&self->lgu);
  g_clear_pointer (&self->pool, sl_pool_free);
  sl_templates_unref (self->templates);
  sl_filter_set_unref (self->filters);
  g_free (self);
}
