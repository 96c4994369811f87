/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "model/inference/sl-sampler-private.h"

/* Step size: dual averaging [Hoffman & Gelman 2014, section 3.2.1] of the harmonic mean of the chains'
 * acceptance. It begins again with each window, from the step in use and not from ten times that, and half as
 * fast as there: the mean of many chains has little noise, and steps that are too long waste trajectories.
 * Length of trajectories: ChEES [Hoffman, Radul & Sountsov 2021]: Adam climbs C = 1/4 of the expected squared
 * change of the squared distance from the mean, in units of the masses, over length^COST. With 0, as in that
 * paper, trajectories in curved valleys are so long that gradients are wasted; with 1, as Sountsov & Hoffman
 * [2021] suggest, those in straight ones are too short (README.md). */

#define COST 0.5
#define TARGET 0.75
#define GAMMA 0.1
#define T0 10.0
#define KAPPA 0.75
/* A chain that is rejected counts as so much in the harmonic mean: one alone of many does not stop all. */
#define LEAST_ACCEPTED 0.02
/* Adam of ln (length). */
#define RATE 0.05
#define DECAY 0.95
/* Gradients of one trajectory at most, and while the metric is first learned. */
#define MOST_STEPS 1000
#define MOST_EARLY_STEPS 32
/* Parts of the warm-up: until the first, windows are short, and the length is fixed; from the second on,
 * the metric is. */
#define EARLY_PART 0.25
#define METRIC_PART 0.85
/* A window has at least so many trajectories, and draws: early, and later. */
#define EARLY_WINDOW 5
#define EARLY_DRAWS 200
#define WINDOW 20
#define DRAWS 800
/* A chain is lost where ln (density) is so far below the median of all, and in addition for each parameter:
 * of 64 chains in a Gaussian of any number of parameters, none is once in 10^6 times. */
#define LOST 20.0
#define LOST_PER_PARAMETER 4.0

double
sl_sampler_harmonic (const SlSampler *self)
{
  double sum = 0.0;

  for (guint i = 0; i < self->config.chains; i++)
    sum += 1.0 / MAX (self->accepted[i], LEAST_ACCEPTED);
  return self->config.chains / sum;
}

static void
restart_averaging (SlSampler *self)
{
  SlSamplerNumbers *now = &self->now;

  now->mu = log (now->step_size);
  now->bias = now->n_averaged = 0.0;
  now->log_mean = log (now->step_size);
}

gboolean
sl_sampler_find_step (SlSampler *self, GError **error)
{
  gboolean larger = FALSE;

  /* 2^30 in either direction is beyond what a metric may be off by. */
  for (guint i = 0; i < 60; i++)
    {
      gboolean good;

      if (!sl_sampler_fly (self, 1, self->now.step_size, SL_SAMPLER_SEARCH, i, error))
        return FALSE;
      good = sl_sampler_harmonic (self) > 0.5;
      if (i == 0)
        larger = good;
      if (good != larger)
        break;
      self->now.step_size *= larger ? 2.0 : 0.5;
    }
  return TRUE;
}

void
sl_sampler_begin_adapting (SlSampler *self, guint warmup)
{
  SlSamplerNumbers *now = &self->now;

  now->begin = now->step;
  now->end = now->step + warmup;
  now->next_window = now->step + EARLY_WINDOW;
  now->length_sum = now->length_n = 0.0;
  now->final = 0;
  for (guint i = 0; i < 2; i++)
    sl_sampler_clear_moments (self, &self->moments[i]);
  restart_averaging (self);
}

static double
part_of_warmup (const SlSampler *self)
{
  return (double) (self->now.step - self->now.begin) / MAX (1, self->now.end - self->now.begin);
}

/* Jitter: the radical inverse of the step's number in base 2, evenly between 0 and 1 [Halton 1960]. */
guint
sl_sampler_plan (const SlSampler *self)
{
  const SlSamplerNumbers *now = &self->now;
  const gboolean early = now->step < now->end && part_of_warmup (self) < EARLY_PART;
  double part = 0.5, jitter = 0.0;

  for (guint64 n = now->step + 1; n; n >>= 1, part *= 0.5)
    jitter += n & 1 ? part : 0.0;
  return (guint) CLAMP (ceil (jitter * now->length / now->step_size), 1,
                        early ? MOST_EARLY_STEPS : MOST_STEPS);
}

/* ------------------------------------------------------------------ length */

/* The slope of what is climbed by ln (length), times length^COST: the mean over chains, each with the weight
 * of its acceptance. */
static double
slope_of_length (SlSampler *self, double time)
{
  const guint d = self->config.dim;
  double *centre = self->scratch, *from = self->scratch + d, *to = self->scratch + 2 * d;
  double sum = 0.0, weight = 0.0;

  for (guint i = 0; i < self->config.chains; i++)
    {
      const double *p = self->momentum + (gsize) i * d;
      double change = 0.0, along = 0.0;

      if (self->diverging[i])
        continue;
      for (guint pass = 0; pass < 2; pass++)
        {
          const double *x = (pass ? self->trial : self->position) + (gsize) i * d;

          for (guint k = 0; k < d; k++)
            centre[k] = x[k] - self->moments[0].mean[k];
          sl_sampler_over (self, centre, pass ? to : from);
        }
      for (guint k = 0; k < d; k++)
        {
          change += to[k] * to[k] - from[k] * from[k];
          along += to[k] * p[k];
        }
      sum += self->accepted[i] * (time * change * along - COST * 0.25 * change * change);
      weight += self->accepted[i];
    }
  return weight > 0.0 ? sum / weight : 0.0;
}

static void
adapt_length (SlSampler *self, guint n_steps)
{
  SlSamplerNumbers *now = &self->now;
  const double slope = slope_of_length (self, n_steps * now->step_size);
  double log_length = log (now->length);

  if (!isfinite (slope))
    return;
  now->n_moves += 1.0;
  now->curvature = DECAY * now->curvature + (1.0 - DECAY) * slope * slope;
  if (now->curvature > 0.0)
    log_length += RATE * slope / sqrt (now->curvature / (1.0 - pow (DECAY, now->n_moves)));
  now->length = CLAMP (exp (log_length), now->step_size, MOST_STEPS * now->step_size);
}

/* -------------------------------------------------------------- adaptation */

static void
adapt_step_size (SlSampler *self)
{
  SlSamplerNumbers *now = &self->now;
  const double n = now->n_averaged += 1.0, eta = pow (n, -KAPPA);
  double log_step;

  now->bias += (TARGET - sl_sampler_harmonic (self) - now->bias) / (n + T0);
  log_step = now->mu - sqrt (n) / GAMMA * now->bias;
  now->log_mean += eta * (log_step - now->log_mean);
  now->step_size = exp (log_step);
}

void
sl_sampler_adapt_trial (SlSampler *self, guint n_steps)
{
  SlSamplerNumbers *now = &self->now;
  const double part = part_of_warmup (self);

  if (part >= EARLY_PART && part<METRIC_PART && * self->moments[0].n> 0.0)
    {
      adapt_length (self, n_steps);
      /* The mean of the later half is what remains. */
      if (part > 0.5 * (EARLY_PART + METRIC_PART))
        {
          now->length_sum += log (now->length);
          now->length_n += 1.0;
        }
    }
  adapt_step_size (self);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Chains that began so far away that they would not arrive go on where another is. */
static void
move_lost (SlSampler *self)
{
  const guint c = self->config.chains;
  g_autofree double *sorted = g_memdup2 (self->density, c * sizeof (double));
  g_autofree gboolean *good = g_new (gboolean, c);
  double least;

  qsort (sorted, c, sizeof *sorted, compare_doubles);
  least = sorted[c / 2] - LOST - LOST_PER_PARAMETER * self->config.dim;
  for (guint i = 0; i < c; i++)
    good[i] = self->density[i] >= least;
  for (guint i = 0; i < c; i++)
    if (!good[i])
      sl_sampler_move_chain (self, i, good);
}

/* The window ends: what the other moments have learned since the last one is used from now on. */
static void
exchange_windows (SlSampler *self, gboolean early)
{
  SlSamplerNumbers *now = &self->now;
  SlSamplerMoments old = self->moments[0];
  const guint c = self->config.chains;
  const gsize d = self->config.dim, m = self->config.dense ? d * d : d;

  if (early)
    move_lost (self);
  restart_averaging (self);
  *old.n = *self->moments[1].n;
  memcpy (old.mean, self->moments[1].mean, 2 * d * sizeof (double));
  memcpy (old.product, self->moments[1].product, 2 * m * sizeof (double));
  sl_sampler_clear_moments (self, &self->moments[1]);
  now->next_window = now->step + 1 + (early ? MAX (EARLY_WINDOW, EARLY_DRAWS / c) : MAX (WINDOW, DRAWS / c));
}

void
sl_sampler_adapt_positions (SlSampler *self)
{
  SlSamplerNumbers *now = &self->now;
  const double part = part_of_warmup (self);
  const gboolean early = part < EARLY_PART;

  if (part < METRIC_PART)
    {
      for (guint i = 0; i < 2; i++)
        sl_sampler_add_moments (self, &self->moments[i]);
      if (now->step + 1 >= now->next_window)
        exchange_windows (self, early);
      sl_sampler_learn_metric (self, &self->moments[0]);
    }
  else if (!now->final)
    {
      /* From here on the metric is fixed, and the mean of steps is what remains. */
      restart_averaging (self);
      now->final = 1;
    }
  if (now->step + 1 < now->end)
    return;
  now->step_size = exp (now->log_mean);
  if (now->length_n > 0.0)
    now->length = exp (now->length_sum / now->length_n);
}
