/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/inference/sl-inference.h"
#include "tests/model/engine-fixture.h"

/* A galaxy with measurements of six bands, for tests of what uses SlInference. */

static const char *const six_bands[] = { "obs:LSST/u", "obs:LSST/g", "obs:LSST/r",
                                         "obs:LSST/i", "obs:LSST/z", "obs:LSST/y" };

/* A history that follows its halo, metals and dust. */
static const SlParamId twelve_free[] = {
  SL_PARAM_LOGM0,     SL_PARAM_LGMCRIT,     SL_PARAM_LGY_AT_MCRIT, SL_PARAM_INDX_LO,
  SL_PARAM_LG_QT,     SL_PARAM_QLGLGDT,     SL_PARAM_LG_DROP,      SL_PARAM_LG_REJUV,
  SL_PARAM_LGMET_OLD, SL_PARAM_LGMET_YOUNG, SL_PARAM_AV_OLD,       SL_PARAM_DELTA_OLD,
};

/* The galaxy that is measured, away from all bounds. */
static inline void
measured_galaxy (SlGalaxy *galaxy)
{
  sl_galaxy_init (galaxy);
  galaxy->value[SL_PARAM_REDSHIFT] = 0.4;
  galaxy->value[SL_PARAM_LG_QT] = 0.8;
  galaxy->value[SL_PARAM_LG_DROP] = -1.3;
  galaxy->value[SL_PARAM_LG_REJUV] = -0.6;
  galaxy->value[SL_PARAM_LGMET_OLD] = -1.9;
  galaxy->value[SL_PARAM_LGMET_YOUNG] = -2.1;
  galaxy->value[SL_PARAM_AV_OLD] = 0.6;
}

/* A problem that must not fail; measurements are those of the names, at 0. exact: see
 * SlInferenceConfig. */
static inline SlInference *
create_inference (const Library *l, const char *const *names, guint n_names, double sigma,
                  const SlGalaxy *base, const SlParamId *params, guint n_params, const SlPrior *priors,
                  gboolean exact)
{
  g_autoptr (SlMeasurements) measurements = sl_measurements_new ();
  g_autoptr (GError) error = NULL;
  SlInferenceConfig config = { l->templates, l->filters, measurements, base, params, n_params, priors, 1,
                               exact };
  SlInference *self;

  for (guint i = 0; i < n_names; i++)
    sl_measurements_add (measurements, names[i], SL_MEASUREMENT_VALUE, 0.0, sigma, &error);
  self = sl_inference_new (&config, &error);
  g_assert_no_error (error);
  return self;
}

/* Gives it the model's own numbers for its base galaxy (noise: with errors drawn from this seed; 0: none).
 * u (dim): where they are. */
static inline void
measure (SlInference *self, guint32 noise, double *u)
{
  const guint dim = sl_inference_dim (self), n = sl_inference_n_measurements (self);
  g_autoptr (SlMeasurements) measurements = sl_measurements_copy (sl_inference_measurements (self));
  g_autofree double *truth = g_new (double, n);
  const SlInferenceTerms terms = { .predicted = truth };
  g_autoptr (GError) error = NULL;
  double x[SL_N_PARAMS];

  for (guint i = 0; i < dim; i++)
    x[i] = sl_inference_base (self)->value[sl_inference_param (self, i)];
  g_assert_cmpuint (sl_inference_from_parameters (self, x, u, NULL), ==, 0);
  g_assert_true (sl_inference_evaluate (self, u, 1, &terms, &error));
  for (guint i = 0; i < n; i++)
    sl_measurements_get (measurements, i)->value = truth[i];
  if (noise)
    sl_measurements_mock (measurements, truth, noise);
  g_assert_true (sl_inference_set_measurements (self, measurements, &error));
  g_assert_no_error (error);
}
