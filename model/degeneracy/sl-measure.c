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
  guint *at; /* (n) numbers of the observables in the engine */
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
  g_free (self->at);
  g_free (self);
}

gboolean
sl_engine_measure (const SlGalaxy *galaxy, double *value, double *jac, gpointer data, GError **error)
{
  SlEngineMeasure *self = data;
  const SlRequest request = { .galaxy = *galaxy, .flags = SL_REQUEST_ANY_OBSERVABLES };

  if (!sl_engine_evaluate (self->engine, &request, self->result, error))
    return FALSE;
  for (guint i = 0; i < self->n; i++)
    {
      value[i] = self->result->obs[self->at[i]];
      memcpy (jac + (gsize) i * SL_N_PARAMS, self->result->obs_jac + (gsize) self->at[i] * SL_N_PARAMS,
              SL_N_PARAMS * sizeof *jac);
    }
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
