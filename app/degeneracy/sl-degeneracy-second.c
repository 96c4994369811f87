/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/degeneracy/sl-degeneracy-second.h"

#include <math.h>
#include <string.h>

#include <gio/gio.h>

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
  SlTemplates *templates;
  SlFilterSet *filters;
  guint n_free, n_shown;
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
  GCancellable *cancellable; /* of what is under way; NULL: nothing is */
  Job *waiting;              /* or NULL */
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

  sl_templates_unref (self->templates);
  sl_filter_set_unref (self->filters);
  g_strfreev (self->names);
  g_free (self->sigma);
  g_clear_pointer (&self->dali, sl_dali_free);
  g_clear_pointer (&self->answer, sl_bent_answer_free);
  g_free (self);
}

static Job *
job_new (SlTemplates *templates, SlFilterSet *filters, const SlDegeneracyAnswer *first)
{
  Job *self = g_new0 (Job, 1);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  guint n = 0;

  self->templates = sl_templates_ref (templates);
  self->filters = sl_filter_set_ref (filters);
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

/* --- on a thread of GLib's ----------------------------------------------------- */

/* Derivatives that are not there bend nothing. */
static void
clean (double *derivative, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (derivative[i]))
      derivative[i] = 0.0;
}

static gboolean
begin (Job *job, GError **error)
{
  const guint n = job->n_free, n_obs = g_strv_length (job->names);
  g_autoptr (SlHessian) hessian =
      sl_hessian_new (job->templates, job->filters, (const char *const *) job->names, 1, error);
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
  clean (grad, (gsize) n_obs * n);
  clean (second, (gsize) n_obs * n * n);
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

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;

  if (!begin (job, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint row = 1; row < job->n_shown; row++)
    for (guint column = 0; column < row && !g_cancellable_is_cancelled (cancellable); column++)
      add_pair (job, row, column);
  g_task_return_boolean (task, TRUE);
}

/* --- main thread ---------------------------------------------------------------- */

static void start (SlDegeneracySecond *self, Job *job);

/* Cancelled: the receiver has gone, or wants no more. */
static void
done (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = G_TASK (result);
  SlDegeneracySecond *self = data;
  GError *error = NULL;
  Job *job = g_task_get_task_data (task);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return;
  g_clear_object (&self->cancellable);
  g_task_propagate_boolean (task, &error);
  self->answered (error ? NULL : g_steal_pointer (&job->answer), error, self->data);
  g_clear_error (&error);
  if (self->waiting && !self->cancellable)
    start (self, g_steal_pointer (&self->waiting));
}

static void
start (SlDegeneracySecond *self, Job *job)
{
  g_autoptr (GTask) task = NULL;

  self->cancellable = g_cancellable_new ();
  task = g_task_new (NULL, self->cancellable, done, self);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, run);
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
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->waiting, job_free);
}

void
sl_degeneracy_second_free (SlDegeneracySecond *self)
{
  sl_degeneracy_second_stop (self);
  g_free (self);
}

void
sl_degeneracy_second_post (SlDegeneracySecond *self, SlTemplates *templates, SlFilterSet *filters,
                           const SlDegeneracyAnswer *first)
{
  if (first->n_used == 0 || first->n_free == 0)
    {
      sl_degeneracy_second_stop (self);
      return;
    }
  if (!self->cancellable)
    {
      start (self, job_new (templates, filters, first));
      return;
    }
  g_clear_pointer (&self->waiting, job_free);
  self->waiting = job_new (templates, filters, first);
}
