/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/degeneracy/sl-degeneracy-second.h"

#include <math.h>
#include <string.h>

#include "app/figures/sl-figures-corner.h"
#include "model/degeneracy/sl-covariance.h"
#include "model/degeneracy/sl-dali.h"
#include "model/derivatives/sl-hessian.h"

/* Half the points of a contour: smooth at the size of a cell. */
#define N_SLICES 40

static const double level_table[] = { SL_CHI2_68, SL_CHI2_95 };

typedef struct {
  SlDegeneracyState state;
  SlGalaxy galaxy;
  guint n_free, n_shown, pair;        /* pair: steps that are done, after the first */
  SlParamId id[SL_N_PARAMS];          /* (n_free) */
  guint shown[SL_FIGURE_CORNER_MOST]; /* (n_shown) numbers in id */
  char **names;                       /* of what is measured and exists */
  double *sigma;                      /* their errors */
  SlDali *dali;
  SlBentAnswer *answer;
} Job;

struct _SlDegeneracySecond {
  SlBentAnswered answered;
  gpointer data;
  SlWorker *worker; /* weak */
  guint job;        /* 0: none */
  Job *waiting;     /* or NULL */
};

static void
contour_free (gpointer data)
{
  SlBentContour *self = data;

  g_free (self->x);
  g_free (self->y);
  g_free (self);
}

void
sl_bent_answer_free (SlBentAnswer *self)
{
  g_ptr_array_unref (self->contours);
  g_free (self);
}

static void
job_free (gpointer data)
{
  Job *self = data;

  g_strfreev (self->names);
  g_free (self->sigma);
  g_clear_pointer (&self->dali, sl_dali_free);
  g_clear_pointer (&self->answer, sl_bent_answer_free);
  g_free (self);
}

static Job *
job_new (const SlDegeneracyAnswer *first)
{
  Job *self = g_new0 (Job, 1);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  guint n = 0;

  self->state = first->state;
  self->galaxy = first->galaxy;
  self->n_free = first->n_free;
  memcpy (self->id, first->id, sizeof self->id);
  for (guint k = 0; k < first->n_free && self->n_shown < SL_FIGURE_CORNER_MOST; k++)
    if (sl_param_set_has (first->state.shown, first->id[k]))
      self->shown[self->n_shown++] = k;
  self->sigma = g_new (double, MAX (first->state.n, 1));
  for (guint i = 0; i < first->state.n; i++)
    if (first->state.measurement[i].on && sl_degeneracy_answer_has (first, i))
      {
        g_strv_builder_add (names, first->state.measurement[i].name);
        self->sigma[n++] = first->state.measurement[i].error;
      }
  self->names = g_strv_builder_end (names);
  return self;
}

/* --- on the worker's thread --------------------------------------------------- */

static gboolean
begin (Job *job, SlEngine *engine, GError **error)
{
  const guint n = job->n_free, n_obs = g_strv_length (job->names);
  g_autoptr (SlHessian) hessian =
      sl_hessian_new (engine->templates, engine->filters, (const char *const *) job->names, 1, error);
  g_autofree double *value = g_new (double, n_obs), *grad = g_new (double, (gsize) n_obs *n),
                    *second = g_new (double, (gsize) n_obs *n *n), *prior = g_new (double, n),
                    *lo = g_new (double, n), *hi = g_new (double, n);
  const SlDaliInputs inputs = { .n_obs = n_obs,
                                .n = n,
                                .grad = grad,
                                .hessian = second,
                                .sigma = job->sigma,
                                .prior = prior,
                                .lo = lo,
                                .hi = hi };

  if (!hessian || !sl_hessian_evaluate (hessian, &job->galaxy, job->id, n, value, grad, second, error))
    return FALSE;
  for (guint k = 0; k < n; k++)
    {
      const double at = job->galaxy.value[job->id[k]], width = job->state.prior[job->id[k]];

      sl_galaxy_range (&job->galaxy, job->id[k], NULL, &lo[k], &hi[k]);
      lo[k] = MIN (lo[k] - at, 0.0);
      hi[k] = MAX (hi[k] - at, 0.0);
      prior[k] = width > 0.0 ? width : INFINITY;
    }
  for (gsize i = 0; i < (gsize) n_obs * n * n; i++)
    if (!isfinite (second[i]))
      second[i] = 0.0;
  job->dali = sl_dali_new (&inputs);
  job->answer = g_new0 (SlBentAnswer, 1);
  job->answer->state = job->state;
  job->answer->galaxy = job->galaxy;
  job->answer->contours = g_ptr_array_new_with_free_func (contour_free);
  return TRUE;
}

static void
add_pair (Job *job, guint row, guint column)
{
  for (guint k = 0; k < G_N_ELEMENTS (level_table); k++)
    {
      SlBentContour *contour = g_new0 (SlBentContour, 1);

      contour->row = job->id[job->shown[row]];
      contour->column = job->id[job->shown[column]];
      contour->level = k;
      contour->n = 2 * N_SLICES + 1;
      contour->x = g_new (double, contour->n);
      contour->y = g_new (double, contour->n);
      sl_dali_contour (job->dali, job->shown[column], job->shown[row], level_table[k], N_SLICES, contour->x,
                       contour->y);
      contour->x[contour->n - 1] = contour->x[0];
      contour->y[contour->n - 1] = contour->y[0];
      g_ptr_array_add (job->answer->contours, contour);
    }
}

static gboolean
step (SlEngine *engine, gpointer data, GError **error)
{
  Job *job = data;
  guint pair = 0;

  if (!job->dali)
    return begin (job, engine, error) && job->n_shown > 1;
  for (guint row = 1; row < job->n_shown; row++)
    for (guint column = 0; column < row; column++)
      if (pair++ == job->pair)
        add_pair (job, row, column);
  job->pair++;
  return job->pair < pair;
}

/* --- main thread ---------------------------------------------------------------- */

static void done (gpointer data, const GError *error, gpointer user_data);

static void
start (SlDegeneracySecond *self, Job *job)
{
  self->job = sl_worker_run (self->worker, step, job, job_free, done, self);
}

static void
done (gpointer data, const GError *error, gpointer user_data)
{
  SlDegeneracySecond *self = user_data;
  Job *job = data;

  self->job = 0;
  self->answered (error ? NULL : g_steal_pointer (&job->answer), error, self->data);
  if (self->waiting && self->worker && !self->job)
    start (self, g_steal_pointer (&self->waiting));
}

SlDegeneracySecond *
sl_degeneracy_second_new (SlBentAnswered answered, gpointer data)
{
  SlDegeneracySecond *self = g_new0 (SlDegeneracySecond, 1);

  self->answered = answered;
  self->data = data;
  return self;
}

void
sl_degeneracy_second_stop (SlDegeneracySecond *self)
{
  if (self->job && self->worker)
    sl_worker_cancel (self->worker, self->job);
  self->job = 0;
  g_clear_pointer (&self->waiting, job_free);
}

void
sl_degeneracy_second_free (SlDegeneracySecond *self)
{
  sl_degeneracy_second_stop (self);
  g_clear_weak_pointer (&self->worker);
  g_free (self);
}

void
sl_degeneracy_second_post (SlDegeneracySecond *self, SlWorker *worker, const SlDegeneracyAnswer *first)
{
  if (self->worker != worker)
    {
      sl_degeneracy_second_stop (self);
      g_set_weak_pointer (&self->worker, worker);
    }
  if (first->n_used == 0 || first->n_free == 0)
    {
      sl_degeneracy_second_stop (self);
      return;
    }
  if (!self->job)
    {
      start (self, job_new (first));
      return;
    }
  g_clear_pointer (&self->waiting, job_free);
  self->waiting = job_new (first);
}
