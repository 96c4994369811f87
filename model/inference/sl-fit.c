/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The search; what its end means is in sl-fit-quality.c. */
#include "model/inference/sl-fit-private.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <gsl/gsl_multifit_nlinear.h>

#include "model/inference/sl-inference-numbers.h"
#include "model/support/sl-error.h"

/* Draws of the prior for each start beyond the first: sixteen are computed side by side. */
#define DRAWS_PER_START 16
/* Gains of chi2 are also small where they are less than this share of it times the tolerance. */
#define SHARE 0.01
/* Less than this is left of chi2 by the rounding of floats in the light, 1e-6 mag. */
#define NOTHING 1e-8
/* Iterations in a row that must gain so little. */
#define STILL 2
/* Rows of a point without a model, so that the trust region shrinks and the step is not taken. */
#define NO_MODEL 1e6
/* Beyond so many an x is at its bound to the last digit, and logistic functions have no slope left. */
#define FARTHEST 30.0
/* Part of a step over which slopes are compared for its curvature. */
#define CURVATURE_STEP 0.2

typedef SlDual (*Loss) (SlDual z);

static SlDual loss_square (SlDual z) { return z; }
static SlDual loss_soft_l1 (SlDual z) { return sl_loss_soft_l1_D (z); }
static SlDual loss_huber (SlDual z) { return sl_loss_huber_D (z); }

static const struct {
  const char *name;
  Loss row; /* of a residual in units of the scale: its square is the loss */
} loss_table[SL_N_FIT_LOSSES] = {
  [SL_FIT_LOSS_SQUARE] = { "square", loss_square },
  [SL_FIT_LOSS_SOFT_L1] = { "soft-l1", loss_soft_l1 },
  [SL_FIT_LOSS_HUBER] = { "huber", loss_huber },
};

const char *
sl_fit_loss_name (SlFitLoss loss)
{
  return loss_table[loss].name;
}

int
sl_fit_loss_lookup (const char *name)
{
  for (guint i = 0; i < SL_N_FIT_LOSSES; i++)
    if (strcmp (name, loss_table[i].name) == 0)
      return (int) i;
  return -1;
}

double
sl_fit_loss_row (SlFitLoss loss, double scale, double residual, double *slope)
{
  const SlDual y = loss_table[loss].row (sl_dual_variable (residual / scale, 0));

  *slope = y.d[0];
  return scale * y.v;
}

/* ---------------------------------------------------------------- least squares */

typedef struct {
  SlInference *inference;
  const SlFitOptions *options;
  double scale;
  guint dim, n_on, n_rows; /* n_rows: as many as parameters at least; more rows than there are are 0 */
  /* Of the point that was computed last: (dim), (n_rows), (n_rows, dim) */
  gboolean valid;
  double *u, *row, *slope;
  double *slope_here; /* (n_rows, dim) of the point from which steps are tried */
  GError *error;
} Search;

static void
search_clear (Search *self)
{
  g_free (self->u);
  g_free (self->row);
  g_free (self->slope);
  g_free (self->slope_here);
  g_clear_error (&self->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Search, search_clear)

static void
apply_loss (const Search *self, double *row, double *slope)
{
  for (guint r = 0; r < self->n_on && self->options->loss != SL_FIT_LOSS_SQUARE; r++)
    {
      double by_row;

      row[r] = sl_fit_loss_row (self->options->loss, self->scale, row[r], &by_row);
      for (guint p = 0; p < self->dim && slope; p++)
        slope[r * self->dim + p] *= by_row;
    }
}

/* Computes a point, unless it is the last one: rows and their Jacobian come together. */
static gboolean
compute (Search *self, const gsl_vector *at)
{
  double u[SL_N_PARAMS];
  guint8 bad;

  for (guint p = 0; p < self->dim; p++)
    u[p] = CLAMP (gsl_vector_get (at, p), -FARTHEST, FARTHEST);
  if (self->valid && memcmp (u, self->u, self->dim * sizeof *u) == 0)
    return TRUE;
  self->valid = FALSE;
  if (!sl_inference_residuals (self->inference, u, 1, FALSE, self->row, self->slope, &bad, &self->error))
    return FALSE;
  memcpy (self->u, u, self->dim * sizeof *u);
  self->valid = TRUE;
  if (!bad)
    {
      apply_loss (self, self->row, self->slope);
      return TRUE;
    }
  for (guint r = 0; r < self->n_on; r++)
    self->row[r] = NO_MODEL;
  memset (self->slope, 0, (gsize) self->n_rows * self->dim * sizeof *self->slope);
  return TRUE;
}

static int
compute_rows (const gsl_vector *at, void *data, gsl_vector *rows)
{
  Search *self = data;

  if (!compute (self, at))
    return GSL_EBADFUNC;
  for (guint r = 0; r < self->n_rows; r++)
    gsl_vector_set (rows, r, self->row[r]);
  return GSL_SUCCESS;
}

static int
compute_slopes (const gsl_vector *at, void *data, gsl_matrix *slopes)
{
  Search *self = data;

  if (!compute (self, at))
    return GSL_EBADFUNC;
  for (guint r = 0; r < self->n_rows; r++)
    for (guint p = 0; p < self->dim; p++)
      gsl_matrix_set (slopes, r, p, self->slope[r * self->dim + p]);
  memcpy (self->slope_here, self->slope, (gsize) self->n_rows * self->dim * sizeof *self->slope);
  return GSL_SUCCESS;
}

/* Second derivatives of the rows along a step from the point of compute_slopes(): the difference of exact
 * first ones, which keeps more digits than differences of rows that are sums of floats. */
static int
compute_curvatures (const gsl_vector *at, const gsl_vector *step, void *data, gsl_vector *curvatures)
{
  Search *self = data;
  double ahead[SL_N_PARAMS];
  gsl_vector_view there = gsl_vector_view_array (ahead, self->dim);

  for (guint p = 0; p < self->dim; p++)
    ahead[p] = gsl_vector_get (at, p) + CURVATURE_STEP * gsl_vector_get (step, p);
  if (!compute (self, &there.vector))
    return GSL_EBADFUNC;
  for (guint r = 0; r < self->n_rows; r++)
    {
      double sum = 0.0;

      for (guint p = 0; p < self->dim; p++)
        sum += (self->slope[r * self->dim + p] - self->slope_here[r * self->dim + p])
               * gsl_vector_get (step, p);
      gsl_vector_set (curvatures, r, sum / CURVATURE_STEP);
    }
  return GSL_SUCCESS;
}

static double
sum_of_squares (const gsl_vector *rows)
{
  double sum = 0.0;

  for (gsize r = 0; r < rows->size; r++)
    sum += gsl_vector_get (rows, r) * gsl_vector_get (rows, r);
  return sum;
}

/* What the caller hears after an iteration; FALSE ends the fit. */
static gboolean
tell (const Search *self, guint start, guint iteration, const gsl_vector *at, double chi2)
{
  double u[SL_N_PARAMS], x[SL_N_PARAMS];
  const SlFitStep step = { start, MAX (self->options->n_starts, 1), iteration, chi2, x };

  if (!self->options->progress)
    return TRUE;
  for (guint p = 0; p < self->dim; p++)
    u[p] = CLAMP (gsl_vector_get (at, p), -FARTHEST, FARTHEST);
  sl_inference_to_parameters (self->inference, u, 1, x);
  return self->options->progress (self->options->data, &step);
}

/* Iterates until nothing is gained. FALSE with self->error. */
static gboolean
iterate (Search *self, gsl_multifit_nlinear_workspace *w, guint start, SlFit *fit, gboolean *converged)
{
  const guint most = self->options->most_iterations ? self->options->most_iterations : SL_FIT_ITERATIONS;
  const double tolerance = self->options->tolerance > 0.0 ? self->options->tolerance : SL_FIT_TOLERANCE;
  double chi2 = sum_of_squares (w->f);
  guint still = 0;

  *converged = FALSE;
  for (guint i = 1; i <= most && !*converged; i++)
    {
      const int status = gsl_multifit_nlinear_iterate (w);
      const double before = chi2;

      if (self->error)
        return FALSE;
      chi2 = sum_of_squares (w->f);
      fit->n_iterations++;
      if (!tell (self, start, i, w->x, chi2))
        {
          fit->cancelled = TRUE;
          return TRUE;
        }
      still = before - chi2 <= tolerance * MAX (SHARE * before, 1.0) ? still + 1 : 0;
      /* Other than success: no step gains anything any more. */
      *converged = still >= STILL || status != GSL_SUCCESS || chi2 <= NOTHING;
    }
  return TRUE;
}

/* Searches from u (dim), which becomes the best point. FALSE with self->error. */
static gboolean
search (Search *self, guint start, double *u, double *chi2, gboolean *converged, SlFit *fit)
{
  gsl_multifit_nlinear_fdf problem = { .f = compute_rows, .df = compute_slopes, .fvv = compute_curvatures,
                                       .n = self->n_rows, .p = self->dim, .params = self };
  gsl_multifit_nlinear_parameters parameters = gsl_multifit_nlinear_default_parameters ();
  gsl_vector_const_view first = gsl_vector_const_view_array (u, self->dim);
  gsl_multifit_nlinear_workspace *w;
  gboolean good;

  parameters.trs = gsl_multifit_nlinear_trs_lmaccel;
  /* Coordinates without bounds have much the same scale, and where data do not determine all of them a step
   * should be as short as it can be. */
  parameters.scale = gsl_multifit_nlinear_scale_levenberg;
  parameters.solver = gsl_multifit_nlinear_solver_qr;
  w = gsl_multifit_nlinear_alloc (gsl_multifit_nlinear_trust, &parameters, self->n_rows, self->dim);
  gsl_multifit_nlinear_init (&first.vector, &problem, w);
  good = !self->error && iterate (self, w, start, fit, converged);
  for (guint p = 0; p < self->dim && good; p++)
    u[p] = CLAMP (gsl_vector_get (w->x, p), -FARTHEST, FARTHEST);
  *chi2 = good ? sum_of_squares (w->f) : INFINITY;
  gsl_multifit_nlinear_free (w);
  return good;
}

/* ----------------------------------------------------------------------- starts */

typedef struct { double chi2; guint index; } Candidate;

static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a, *y = b;

  if (x->chi2 != y->chi2)
    return x->chi2 < y->chi2 ? -1 : 1;
  return x->index < y->index ? -1 : 1;
}

/* No start has a model: names the first measurement that has none at u (dim). */
static gboolean
fail_start (Search *self, const double *u, GError **error)
{
  const SlMeasurements *measurements = sl_inference_measurements (self->inference);
  g_autofree double *predicted = g_new (double, sl_measurements_count (measurements));
  const SlInferenceTerms terms = { .predicted = predicted };
  const char *name = "?";

  if (!sl_inference_evaluate (self->inference, u, 1, &terms, error))
    return FALSE;
  for (guint i = sl_measurements_count (measurements); i-- > 0;)
    if (sl_measurements_get (measurements, i)->on && !isfinite (predicted[i]))
      name = sl_measurements_get (measurements, i)->observable;
  g_set_error (error, SL_ERROR, SL_ERROR_ENGINE,
               _ ("%s: the model has no value at any start of the fit; magnitudes as observed need a "
                  "redshift above 0, and bands a library that reaches them"),
               name);
  return FALSE;
}

/* Starts (n_starts, dim): the given one, and the best draws of the prior. *n: those that have a model. */
static gboolean
find_starts (Search *self, guint n_starts, double *starts, guint *n, gboolean *moved, GError **error)
{
  const guint dim = self->dim, n_draws = (n_starts - 1) * DRAWS_PER_START;
  const guint n_rows = sl_inference_n_rows (self->inference);
  g_autofree double *u = g_new (double, (gsize) (n_draws + 1) * dim), *x = g_new (double, dim);
  g_autofree double *rows = g_new (double, (gsize) (n_draws + 1) * n_rows);
  g_autofree guint8 *bad = g_new (guint8, n_draws + 1);
  g_autofree Candidate *candidate = g_new (Candidate, n_draws + 1);
  g_autoptr (GRand) rng = g_rand_new_with_seed (self->options->seed);

  for (guint p = 0; p < dim; p++)
    x[p] = self->options->start
               ? self->options->start[p]
               : sl_inference_base (self->inference)->value[sl_inference_param (self->inference, p)];
  sl_inference_from_parameters (self->inference, x, u, moved);
  for (guint i = 1; i <= n_draws; i++)
    {
      if (!sl_inference_draw_prior (self->inference, rng, x))
        memcpy (u + i * dim, u, dim * sizeof *u);
      else
        sl_inference_from_parameters (self->inference, x, u + i * dim, NULL);
    }
  if (!sl_inference_residuals (self->inference, u, n_draws + 1, FALSE, rows, NULL, bad, error))
    return FALSE;
  for (guint i = 0; i <= n_draws; i++)
    {
      candidate[i] = (Candidate) { bad[i] ? INFINITY : 0.0, i };
      apply_loss (self, rows + i * n_rows, NULL);
      for (guint r = 0; r < n_rows && !bad[i]; r++)
        candidate[i].chi2 += rows[i * n_rows + r] * rows[i * n_rows + r];
    }
  qsort (candidate + 1, n_draws, sizeof *candidate, compare_candidates);
  *n = 0;
  for (guint i = 0; i <= n_draws && *n < n_starts; i++)
    if (isfinite (candidate[i].chi2))
      memcpy (starts + (*n)++ * dim, u + candidate[i].index * dim, dim * sizeof *u);
  return *n > 0 || fail_start (self, u, error);
}

/* All starts; the best point is fit->u. */
static gboolean
search_all (Search *self, SlFit *fit, GError **error)
{
  const guint n_starts = MAX (self->options->n_starts, 1);
  g_autofree double *starts = g_new (double, (gsize) n_starts * self->dim);
  double best = INFINITY;
  guint n;

  if (!find_starts (self, n_starts, starts, &n, fit->moved, error))
    return FALSE;
  for (guint i = 0; i < n && !fit->cancelled && !(best <= NOTHING); i++)
    {
      double *u = starts + (gsize) i * self->dim, chi2;
      gboolean converged;

      if (!search (self, i, u, &chi2, &converged, fit))
        {
          g_propagate_error (error, g_steal_pointer (&self->error));
          return FALSE;
        }
      fit->n_starts++;
      if (!(chi2 < best))
        continue;
      best = chi2;
      fit->best_start = i;
      fit->converged = converged;
      memcpy (fit->u, u, self->dim * sizeof *u);
    }
  return TRUE;
}

gboolean
sl_fit_run (SlInference *inference, const SlFitOptions *options, SlFit *fit, GError **error)
{
  const guint dim = sl_inference_dim (inference), n_rows = MAX (sl_inference_n_rows (inference), dim);
  const guint64 before = sl_inference_evaluations (inference);
  g_auto (Search) self = { .inference = inference,
                           .options = options,
                           .scale = options->loss_scale > 0.0 ? options->loss_scale : 1.0,
                           .dim = dim,
                           .n_on = sl_inference_n_on (inference),
                           .n_rows = n_rows,
                           .u = g_new0 (double, dim),
                           .row = g_new0 (double, n_rows),
                           .slope = g_new0 (double, (gsize) n_rows * dim),
                           .slope_here = g_new0 (double, (gsize) n_rows * dim) };

  sl_fit_init (fit, inference);
  if (self.n_on == 0)
    g_set_error (error, SL_ERROR, SL_ERROR_DATA, _ ("expected a measurement to fit, but none is on"));
  else if (search_all (&self, fit, error)
           && sl_fit_judge (fit, inference, options->loss, self.scale, error))
    {
      fit->n_evaluations = sl_inference_evaluations (inference) - before;
      return TRUE;
    }
  sl_fit_clear (fit);
  return FALSE;
}
