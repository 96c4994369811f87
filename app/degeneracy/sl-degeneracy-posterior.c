/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/degeneracy/sl-degeneracy-posterior.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#include <sys/resource.h>

#include "model/galaxy/sl-options.h"
#include "model/inference/sl-inference.h"
#include "model/inference/sl-sampler.h"

/* As many as the loops of the batch engine take together. */
#define CHAINS 64
/* Trajectories that adapt: of new chains, and of chains whose target has moved a little. */
#define WARMUP 120
#define REWARM 16
/* Draws of each chain that are kept for the numbers, and points for the picture. */
#define MOST_DRAWS 500
#define MOST_POINTS 1500
/* Effective draws after which more would not change the picture. */
#define ENOUGH 1500.0
#define PATIENCE 10
#define SEED 20230107
#define DELIVER_US 60000
#define DIAGNOSE_US 700000

typedef struct {
  SlTemplates *templates;
  SlFilterSet *filters;
  SlDegeneracyState state;
  SlGalaxy galaxy;
  guint n_free, threads;
  SlParamId id[SL_N_PARAMS];
  SlPrior prior[SL_N_PARAMS]; /* (n_free) */
  SlMeasurements *measurements;
} Request;

/* Shared with the thread, which frees it after the object has gone. */
struct _SlDegeneracyPosterior {
  gatomicrefcount count;
  GMutex lock;
  GCond changed;
  /* With the lock. */
  Request *next; /* the newest, or NULL */
  gboolean quit, paused, scheduled;
  SlPosteriorAnswer *answer; /* not delivered yet, or NULL */
  GError *error;
  SlPosteriorAnswered answered; /* NULL: nobody listens any more */
  gpointer data;
  GMainContext *context;
  /* The thread's own. */
  Request *request; /* that it works on, or NULL */
  SlInference *problem;
  SlSampler *sampler;
  double *draw; /* (MOST_DRAWS, CHAINS, dim) */
  gsize n_draws, n_diverging;
  double *point;  /* (MOST_POINTS, dim) a ring */
  gsize n_points; /* ever written */
  gboolean warmup, done, retargeted;
  SlDiagnostics worst;
  guint doubts;
  gint64 delivered_us, diagnosed_us;
};

static void
request_free (Request *self)
{
  sl_templates_unref (self->templates);
  sl_filter_set_unref (self->filters);
  sl_measurements_free (self->measurements);
  g_free (self);
}

void
sl_posterior_answer_free (SlPosteriorAnswer *self)
{
  g_free (self->value);
  g_free (self);
}

static void
unref (SlDegeneracyPosterior *self)
{
  if (!g_atomic_ref_count_dec (&self->count))
    return;
  g_clear_pointer (&self->next, request_free);
  g_clear_pointer (&self->request, request_free);
  g_clear_pointer (&self->sampler, sl_sampler_free);
  g_clear_pointer (&self->problem, sl_inference_free);
  g_clear_pointer (&self->answer, sl_posterior_answer_free);
  g_clear_error (&self->error);
  g_free (self->draw);
  g_free (self->point);
  g_main_context_unref (self->context);
  g_cond_clear (&self->changed);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* --- the thread ------------------------------------------------------------------ */

static gboolean
same_problem (const Request *a, const Request *b)
{
  return a->templates == b->templates && a->filters == b->filters && a->n_free == b->n_free
         && memcmp (a->id, b->id, a->n_free * sizeof *a->id) == 0
         && sl_galaxy_same_options (&a->galaxy, &b->galaxy)
         && sl_measurements_same_names (a->measurements, b->measurements);
}

static void
forget_draws (SlDegeneracyPosterior *self)
{
  self->n_draws = self->n_diverging = 0;
  self->doubts = 0;
  self->worst = (SlDiagnostics) { .ess_bulk = NAN, .ess_tail = NAN, .rhat = NAN };
  self->done = FALSE;
}

/* A new problem: chains begin all over what was known before. */
static gboolean
begin (SlDegeneracyPosterior *self, Request *r, GError **error)
{
  const SlInferenceConfig config = { .templates = r->templates,
                                     .filters = r->filters,
                                     .measurements = r->measurements,
                                     .base = &r->galaxy,
                                     .free = r->id,
                                     .n_free = r->n_free,
                                     .priors = r->prior,
                                     .threads = r->threads };
  SlSamplerConfig sampling = { .target = sl_inference_target,
                               .dim = r->n_free,
                               .chains = CHAINS,
                               .seed = SEED,
                               .warmup = WARMUP,
                               .dense = r->n_free > 1 };
  g_autofree double *start = g_new (double, (gsize) CHAINS * r->n_free), *x = g_new (double, r->n_free);
  GRand *rng;
  gboolean moved[SL_N_PARAMS];

  g_clear_pointer (&self->sampler, sl_sampler_free);
  g_clear_pointer (&self->problem, sl_inference_free);
  if (!(self->problem = sl_inference_new (&config, error)))
    return FALSE;
  rng = g_rand_new_with_seed (SEED);
  for (guint c = 0; c < CHAINS; c++)
    {
      if (!sl_inference_draw_prior (self->problem, rng, x))
        for (guint k = 0; k < r->n_free; k++)
          x[k] = r->galaxy.value[r->id[k]];
      sl_inference_from_parameters (self->problem, x, start + (gsize) c * r->n_free, moved);
    }
  g_rand_free (rng);
  sampling.data = self->problem;
  self->sampler = sl_sampler_new (&sampling, start, error);
  g_free (self->draw);
  g_free (self->point);
  self->draw = g_new (double, (gsize) MOST_DRAWS *CHAINS * r->n_free);
  self->point = g_new (double, (gsize) MOST_POINTS * r->n_free);
  self->n_points = 0;
  return self->sampler != NULL;
}

static gboolean
go_on (SlDegeneracyPosterior *self, Request *r, GError **error)
{
  /* Points of the former target leave the picture as the first new ones come. */
  self->retargeted = TRUE;
  return sl_inference_set_base (self->problem, &r->galaxy, error)
         && sl_inference_set_priors (self->problem, r->prior, error)
         && sl_inference_set_measurements (self->problem, r->measurements, error)
         && sl_sampler_retarget (self->sampler, REWARM, error);
}

static gboolean
adopt (SlDegeneracyPosterior *self, Request *r, GError **error)
{
  const gboolean same = self->sampler && self->request && same_problem (self->request, r);
  gboolean good;

  forget_draws (self);
  self->warmup = TRUE;
  good = (same && go_on (self, r, NULL)) || begin (self, r, error);
  g_clear_pointer (&self->request, request_free);
  self->request = r;
  if (!good)
    {
      g_clear_pointer (&self->sampler, sl_sampler_free);
      self->done = TRUE;
    }
  return good;
}

static void
keep (SlDegeneracyPosterior *self, const SlSamplerReport *report)
{
  const guint dim = self->request->n_free;
  g_autofree double *x = g_new (double, (gsize) CHAINS *dim);

  self->warmup = report->warmup;
  sl_inference_to_parameters (self->problem, sl_sampler_positions (self->sampler), CHAINS, x);
  if (self->retargeted)
    self->n_points = 0;
  self->retargeted = FALSE;
  for (guint c = 0; c < CHAINS; c++)
    memcpy (self->point + (self->n_points++ % MOST_POINTS) * dim, x + (gsize) c * dim, dim * sizeof *x);
  if (report->warmup)
    return;
  memcpy (self->draw + self->n_draws++ * CHAINS * dim, x, CHAINS * dim * sizeof *x);
  for (guint c = 0; c < CHAINS; c++)
    self->n_diverging += report->diverging[c] != 0;
}

static void
diagnose (SlDegeneracyPosterior *self)
{
  const guint dim = self->request->n_free;
  g_autofree SlDiagnostics *all = g_new0 (SlDiagnostics, dim);
  g_autofree double *by_chain = g_new (double, self->n_draws *CHAINS *dim);

  for (gsize t = 0; t < self->n_draws; t++)
    for (guint c = 0; c < CHAINS; c++)
      memcpy (by_chain + (c * self->n_draws + t) * dim, self->draw + (t * CHAINS + c) * dim,
              dim * sizeof *by_chain);
  self->worst = (SlDiagnostics) { .ess_bulk = INFINITY, .ess_tail = INFINITY, .rhat = 0.0 };
  for (guint k = 0; k < dim; k++)
    {
      sl_diagnose (self->draw + k, CHAINS, self->n_draws, dim, (gsize) CHAINS * dim, &all[k]);
      self->worst.ess_bulk = fmin (self->worst.ess_bulk, fmin (all[k].ess_bulk, all[k].ess_tail));
      self->worst.rhat = fmax (self->worst.rhat, all[k].rhat);
    }
  self->doubts = sl_diagnose_doubts (all, dim, (double) self->n_diverging / (self->n_draws * CHAINS),
                                     sl_diagnose_unique (by_chain, CHAINS, self->n_draws, dim));
  self->done = (self->doubts == 0 && self->worst.ess_bulk >= ENOUGH) || self->n_draws >= MOST_DRAWS;
}

static SlPosteriorAnswer *
make_answer (SlDegeneracyPosterior *self)
{
  SlPosteriorAnswer *a = g_new0 (SlPosteriorAnswer, 1);
  const guint dim = self->request->n_free;

  a->state = self->request->state;
  a->galaxy = self->request->galaxy;
  a->n_free = dim;
  memcpy (a->id, self->request->id, sizeof a->id);
  a->n = MIN (self->n_points, MOST_POINTS);
  a->value = g_new (double, a->n *dim + 1);
  for (gsize i = 0; i < a->n; i++)
    memcpy (a->value + i * dim, self->point + ((self->n_points - 1 - i) % MOST_POINTS) * dim,
            dim * sizeof *a->value);
  a->warmup = self->warmup;
  a->doubts = self->doubts;
  a->ess = self->worst.ess_bulk;
  a->rhat = self->worst.rhat;
  a->believed = !self->warmup && isfinite (a->ess) && a->doubts == 0;
  a->n_draws = self->n_draws * CHAINS;
  a->n_diverging = self->n_diverging;
  a->done = self->done;
  return a;
}

static gboolean
deliver_cb (gpointer data)
{
  SlDegeneracyPosterior *self = data;
  g_autoptr (GError) error = NULL;
  SlPosteriorAnswered answered;
  SlPosteriorAnswer *answer;

  g_mutex_lock (&self->lock);
  self->scheduled = FALSE;
  answered = self->answered;
  answer = g_steal_pointer (&self->answer);
  error = g_steal_pointer (&self->error);
  g_mutex_unlock (&self->lock);
  if (answered && (answer || error))
    answered (answer, error, self->data);
  else if (answer)
    sl_posterior_answer_free (answer);
  return G_SOURCE_REMOVE;
}

/* Takes both. */
static void
deliver (SlDegeneracyPosterior *self, SlPosteriorAnswer *answer, GError *error)
{
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->answer, sl_posterior_answer_free);
  g_clear_error (&self->error);
  self->answer = answer;
  self->error = error;
  if (!self->scheduled && !self->quit)
    {
      GSource *source = g_idle_source_new ();

      self->scheduled = TRUE;
      g_atomic_ref_count_inc (&self->count);
      g_source_set_priority (source, G_PRIORITY_DEFAULT_IDLE);
      g_source_set_callback (source, deliver_cb, self, (GDestroyNotify) unref);
      g_source_attach (source, self->context);
      g_source_unref (source);
    }
  g_mutex_unlock (&self->lock);
}

/* One trajectory, and what belongs to it. */
static void
advance (SlDegeneracyPosterior *self)
{
  SlSamplerReport report;
  GError *error = NULL;
  gint64 now;

  if (!sl_sampler_step (self->sampler, &report, &error))
    {
      self->done = TRUE;
      deliver (self, NULL, error);
      return;
    }
  keep (self, &report);
  now = g_get_monotonic_time ();
  if (self->n_draws >= 8 && (now - self->diagnosed_us > DIAGNOSE_US || self->n_draws >= MOST_DRAWS))
    {
      diagnose (self);
      self->diagnosed_us = g_get_monotonic_time ();
    }
  if (now - self->delivered_us > DELIVER_US || self->done)
    {
      self->delivered_us = now;
      deliver (self, make_answer (self), NULL);
    }
}

/* The next request, or NULL with nothing to do but to go on; waits while there is neither. FALSE: the end. */
static gboolean
wait (SlDegeneracyPosterior *self, Request **request)
{
  gboolean quit;

  g_mutex_lock (&self->lock);
  while (!self->quit && !self->next && (self->paused || self->done || !self->sampler))
    g_cond_wait (&self->changed, &self->lock);
  *request = g_steal_pointer (&self->next);
  quit = self->quit;
  g_mutex_unlock (&self->lock);
  return !quit;
}

static gpointer
thread_func (gpointer data)
{
  SlDegeneracyPosterior *self = data;
  Request *request;

  /* What follows the hand comes first; threads that this one makes are as patient. */
  setpriority (PRIO_PROCESS, (id_t) gettid (), PATIENCE);
  while (wait (self, &request))
    {
      GError *error = NULL;

      if (request && !adopt (self, request, &error))
        deliver (self, NULL, error);
      if (self->sampler && !self->done)
        advance (self);
    }
  if (request)
    request_free (request);
  unref (self);
  return NULL;
}

/* --- main thread -------------------------------------------------------------------- */

SlDegeneracyPosterior *
sl_degeneracy_posterior_new (SlPosteriorAnswered answered, gpointer data)
{
  SlDegeneracyPosterior *self = g_new0 (SlDegeneracyPosterior, 1);

  g_atomic_ref_count_init (&self->count);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->answered = answered;
  self->data = data;
  self->context = g_main_context_ref_thread_default ();
  g_atomic_ref_count_inc (&self->count);
  g_thread_unref (g_thread_new ("sl-posterior", thread_func, self));
  return self;
}

void
sl_degeneracy_posterior_free (SlDegeneracyPosterior *self)
{
  g_mutex_lock (&self->lock);
  self->quit = TRUE;
  self->answered = NULL;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
  unref (self);
}

void
sl_degeneracy_posterior_set_paused (SlDegeneracyPosterior *self, gboolean paused)
{
  g_mutex_lock (&self->lock);
  self->paused = paused;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
sl_degeneracy_posterior_post (SlDegeneracyPosterior *self, SlTemplates *templates, SlFilterSet *filters,
                              const SlDegeneracyAnswer *first, guint threads)
{
  Request *request;

  if (first->n_used == 0 || first->n_free == 0)
    return;
  request = g_new0 (Request, 1);
  request->templates = sl_templates_ref (templates);
  request->filters = sl_filter_set_ref (filters);
  request->state = first->state;
  request->galaxy = first->galaxy;
  request->threads = threads;
  request->n_free = first->n_free;
  memcpy (request->id, first->id, sizeof request->id);
  for (guint k = 0; k < first->n_free; k++)
    if (first->state.prior[first->id[k]] > 0.0)
      request->prior[k] = (SlPrior) { .kind = SL_PRIOR_NORMAL,
                                      .limited = TRUE,
                                      .a = first->galaxy.value[first->id[k]],
                                      .b = first->state.prior[first->id[k]] };
  request->measurements = sl_measurements_new ();
  for (guint i = 0; i < first->state.n; i++)
    if (first->state.measurement[i].on && sl_degeneracy_answer_has (first, i))
      sl_measurements_add (request->measurements, first->state.measurement[i].name, SL_MEASUREMENT_VALUE,
                           first->value[i], first->state.measurement[i].error, NULL);
  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->next, request_free);
  self->next = request;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->lock);
}
