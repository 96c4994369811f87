/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/batch/sl-batch.h"
#include "model/inference/sl-coordinates.h"
#include "model/inference/sl-measurement.h"
#include "model/inference/sl-prior.h"

/* The problem that fits and samplers solve: what measurements and priors say about the free parameters of a
 * galaxy, at many points at once.
 *
 * Points are vectors u of unconstrained numbers (sl-coordinates.h) of length dim, the number of free
 * parameters, in the order of the configuration; x are the parameters themselves. The likelihood is that of
 * independent measurements with Gaussian errors; a limit has the probability that a measurement around the
 * model lies on its other side, the cumulative normal distribution.
 *
 * One caller at a time; any thread. */
typedef struct _SlInference SlInference;

typedef struct {
  SlTemplates *templates;
  SlFilterSet *filters;
  const SlMeasurements *measurements; /* copied */
  const SlGalaxy *base;               /* all that is not free */
  const SlParamId *free;              /* (n_free) */
  guint n_free;
  const SlPrior *priors;              /* (n_free), or NULL: uniform over the ranges */
  guint threads;                      /* 0: one per core */
  gboolean exact;                     /* every point by the engine of one galaxy: slower, closer */
} SlInferenceConfig;

/* NULL with SL_ERROR_OBSERVABLE for an unknown name, SL_ERROR_PARAMETER where no parameter is free, or one is
 * named twice or has no effect on this galaxy, or a prior leaves it no room; SL_ERROR_DATA for a library that
 * the engine does not accept. */
SlInference *sl_inference_new (const SlInferenceConfig *config, GError **error);
void sl_inference_free (SlInference *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlInference, sl_inference_free)

/* What may change without making it again. Each returns FALSE with an error of sl_inference_new(), and self
 * is then as before. Measurements: the same observables in the same order. */
gboolean sl_inference_set_measurements (SlInference *self, const SlMeasurements *measurements,
                                        GError **error);
gboolean sl_inference_set_base (SlInference *self, const SlGalaxy *base, GError **error);
gboolean sl_inference_set_priors (SlInference *self, const SlPrior *priors, GError **error);
/* Ends a run of many points soon, with an error, once stop () is TRUE; see SlBatchRun. */
void sl_inference_set_stop (SlInference *self, gboolean (*stop) (void));

guint sl_inference_dim (const SlInference *self);
SlParamId sl_inference_param (const SlInference *self, guint i);
guint sl_inference_n_measurements (const SlInference *self);    /* rows of the table */
guint sl_inference_n_on (const SlInference *self);              /* of those that are on */
const SlMeasurements *sl_inference_measurements (const SlInference *self);
const SlGalaxy *sl_inference_base (const SlInference *self);
/* Standard error of a measurement, with the floor. */
double sl_inference_sigma (const SlInference *self, guint i);
const SlPriorOver *sl_inference_prior (const SlInference *self, guint i);
const SlCoordinates *sl_inference_coordinates (const SlInference *self);
/* Points whose model has been computed so far. */
guint64 sl_inference_evaluations (const SlInference *self);

/* x (n, dim) of u (n, dim); may be the same array. */
void sl_inference_to_parameters (const SlInference *self, const double *u, gsize n, double *x);
/* u (dim) of x (dim). An x on a bound is moved inside; see sl_coordinates_from_x(). */
guint sl_inference_from_parameters (const SlInference *self, const double *x, double *u, gboolean *moved);
/* The base galaxy with x (dim). */
void sl_inference_galaxy (const SlInference *self, const double *x, SlGalaxy *galaxy);
/* A draw x (dim) of the prior, ordered pairs in order. FALSE where none was found: priors contradict the
 * order. */
gboolean sl_inference_draw_prior (const SlInference *self, GRand *rng, double *x);

/* ln of the posterior's density in u, apart from a constant: likelihood, priors and the volume of the
 * transform. log_density: (n); gradient: (n, dim) by u. Where the model does not exist or is not finite the
 * density is -infinity and the gradient 0. FALSE with an error only where nothing can be computed at all. */
gboolean sl_inference_log_density (SlInference *self, const double *u, gsize n, double *log_density,
                                   double *gradient, GError **error);

/* The same as the target of a sampler (SlSamplerTarget); data: an SlInference. */
gboolean sl_inference_target (gpointer data, const double *u, gsize n, double *log_density, double *gradient,
                              GError **error);

/* The parts of that. Each array may be NULL. */
typedef struct {
  double *lg_likelihood; /* (n) with all constants */
  double *lg_prior;      /* (n) in x, each parameter's prior normalised; pairs' order is not counted */
  double *lg_volume;     /* (n) ln |dx/du| */
  double *predicted;     /* (n, measurements) of the model, also of rows that are off */
  double *jacobian;      /* (n, measurements, dim) d predicted / dx */
  guint8 *bad;           /* (n) 1 where some measurement that is on has no model, else 0 */
} SlInferenceTerms;
gboolean sl_inference_evaluate (SlInference *self, const double *u, gsize n, const SlInferenceTerms *terms,
                                GError **error);

/* Rows of least squares: measurements that are on, in order, and the priors that are not uniform. Half the
 * sum of their squares is -ln (likelihood prior) in x plus a constant. A row is (model - value) / sigma of a
 * measurement; of a limit it is sqrt (-2 ln Phi), which is 0 well on the right side and the distance in
 * sigmas far on the wrong one. */
guint sl_inference_n_rows (const SlInference *self);
/* residuals: (n, rows). jacobian: (n, rows, dim) by u, or by x where by_x; or NULL. bad: (n), 1 for points
 * without a model, whose rows are NaN, else 0. */
gboolean sl_inference_residuals (SlInference *self, const double *u, gsize n, gboolean by_x,
                                 double *residuals, double *jacobian, guint8 *bad, GError **error);
