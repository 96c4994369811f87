/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/degeneracy/sl-measure.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/observables/sl-observables.h"
#include "model/support/sl-error.h"

struct _SlEngineMeasure {
  SlEngine *engine;
  SlResult *result;
  guint n;
  guint *at;      /* (n) numbers of the observables in the engine */
  GArray *points; /* (guint) nodes of the spectrum; NULL: none */
};

SlEngineMeasure *
sl_engine_measure_new (SlEngine *engine, const char *const *names, GError **error)
{
  g_autoptr (SlEngineMeasure) self = g_new0 (SlEngineMeasure, 1);

  self->engine = engine;
  self->n = g_strv_length ((char **) names);
  self->at = g_new (guint, self->n + 1);
  self->result = sl_result_new (engine);
  for (guint i = 0; i < self->n; i++)
    {
      const int at = sl_engine_find_observable (engine, names[i]);

      if (at < 0)
        {
          g_set_error (error, SL_ERROR, SL_ERROR_OBSERVABLE, _ ("%s is not among the engine’s observables"),
                       names[i]);
          return NULL;
        }
      self->at[i] = at;
    }
  return g_steal_pointer (&self);
}

void
sl_engine_measure_free (SlEngineMeasure *self)
{
  if (!self)
    return;
  g_clear_pointer (&self->result, sl_result_free);
  g_clear_pointer (&self->points, g_array_unref);
  g_free (self->at);
  g_free (self);
}

void
sl_engine_measure_add_point (SlEngineMeasure *self, double wavelength)
{
  const SlResult *result = self->result;
  guint best = 0;

  for (guint i = 1; i < result->n_wave; i++)
    if (fabs (result->wave[i] - wavelength) < fabs (result->wave[best] - wavelength))
      best = i;
  if (!self->points)
    self->points = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (self->points, best);
}

/* lg of the light at a node, and its derivatives. */
static double
point_of_spectrum (const SlResult *result, guint node, double *jac)
{
  const double light = result->sed[node];

  for (guint p = 0; p < SL_N_PARAMS; p++)
    jac[p] = sl_param_set_has (result->zero_tangents, p)
                 ? 0.0
                 : result->sed_tangent[(gsize) p * result->n_wave + node] / (light * G_LN10);
  return light > 0.0 ? log10 (light) : NAN;
}

gboolean
sl_engine_measure (const SlGalaxy *galaxy, double *value, double *jac, gpointer data, GError **error)
{
  SlEngineMeasure *self = data;
  SlRequest request = { .galaxy = *galaxy, .flags = SL_REQUEST_ANY_OBSERVABLES };

  if (self->points)
    {
      request.flags |= SL_REQUEST_ANY_SED;
      request.tangents = sl_param_set_all ();
    }
  if (!sl_engine_evaluate (self->engine, &request, self->result, error))
    return FALSE;
  for (guint i = 0; i < self->n; i++)
    {
      value[i] = self->result->obs[self->at[i]];
      memcpy (jac + (gsize) i * SL_N_PARAMS, self->result->obs_jac + (gsize) self->at[i] * SL_N_PARAMS,
              SL_N_PARAMS * sizeof *jac);
    }
  for (guint i = 0; self->points && i < self->points->len; i++)
    value[self->n + i] = point_of_spectrum (self->result, g_array_index (self->points, guint, i),
                                            jac + (gsize) (self->n + i) * SL_N_PARAMS);
  return TRUE;
}

/* Whether values of a formula are logarithms or sums of them, so that their differences are what counts. */
static gboolean
is_logarithm (SlObsFormula formula)
{
  static const SlObsFormula table[] = {
    SL_FORMULA_VALUE, /* of masses, which are logarithms already */
    SL_FORMULA_LG,     SL_FORMULA_LG_TIMES,  SL_FORMULA_LG_RATIO, SL_FORMULA_MAGNITUDE,
    SL_FORMULA_COLOUR, SL_FORMULA_INDEX_MAG, SL_FORMULA_SLOPE,
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (table[i] == formula)
      return TRUE;
  return FALSE;
}

gboolean
sl_held_tolerance (const SlEngine *engine, const char *name, double value, double *tolerance, GError **error)
{
  SlObservableLabel label = { 0 };
  SlObservable observable;

  if (!sl_observable_parse (engine->filters, name, &observable, error)
      || !sl_observable_label (engine->filters, engine->templates, name, &label, error))
    return FALSE;
  *tolerance = is_logarithm (observable.formula) ? SL_HELD_TOLERANCE : SL_HELD_TOLERANCE * fabs (value);
  if (strcmp (label.unit, "Å") == 0)
    *tolerance = MAX (*tolerance, SL_HELD_TOLERANCE_WIDTH);
  if (!(*tolerance > 0.0))
    *tolerance = SL_HELD_TOLERANCE;
  sl_observable_label_clear (&label);
  return TRUE;
}

SlParamSet
sl_degeneracy_params (const SlGalaxy *galaxy)
{
  SlParamSet set = sl_param_set_none ();

  for (int p = 0; p < SL_N_PARAMS; p++)
    if (sl_galaxy_uses (galaxy, p) && sl_param_info (p)->group != SL_GROUP_COSMOLOGY
        && p != SL_PARAM_REDSHIFT)
      sl_param_set_add (&set, p);
  return set;
}
