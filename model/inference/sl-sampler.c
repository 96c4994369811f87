/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/inference/sl-sampler.h"

#include <math.h>
#include <string.h>

#include "model/inference/sl-random.h"
#include "model/inference/sl-sampler-private.h"
#include "model/support/sl-error.h"

/* An energy that is off by so much means that the leapfrog steps do not follow the density [Betancourt
 * 2017]. */
#define DIVERGENCE 1000.0

/* ---------------------------------------------------------------- creation */

static double *
take (double **memory, gsize n)
{
  double *at = *memory;

  *memory += n;
  return at;
}

SlSampler *
sl_sampler_alloc (const SlSamplerConfig *config)
{
  SlSampler *self = g_new0 (SlSampler, 1);
  const gsize d = config->dim, c = config->chains, m = config->dense ? d * d : d;
  double *at;

  self->config = *config;
  self->n_memory = 2 * c * d + c + m + 2 * (1 + 2 * d + 2 * m);
  at = self->memory = g_new0 (double, self->n_memory);
  self->position = take (&at, c * d);
  self->gradient = take (&at, c * d);
  self->density = take (&at, c);
  self->factor = take (&at, m);
  for (guint i = 0; i < 2; i++)
    {
      self->moments[i].n = take (&at, 1);
      self->moments[i].mean = take (&at, 2 * d);
      self->moments[i].product = take (&at, 2 * m);
    }
  self->trial = g_new0 (double, c *d);
  self->trial_gradient = g_new0 (double, c *d);
  self->trial_density = g_new0 (double, c);
  self->momentum = g_new0 (double, c *d);
  self->accepted = g_new0 (double, c);
  self->energy = g_new0 (double, c);
  self->start_energy = g_new0 (double, c);
  self->diverging = g_new0 (guint8, c);
  self->scratch = g_new0 (double, 4 * d);
  return self;
}

void
sl_sampler_free (SlSampler *self)
{
  gpointer plain[] = { self->memory,    self->trial,    self->trial_gradient, self->trial_density,
                       self->momentum,  self->accepted, self->energy,         self->start_energy,
                       self->diverging, self->scratch };

  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    g_free (plain[i]);
  g_free (self);
}

static gboolean
all_finite (const double *x, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!isfinite (x[i]))
      return FALSE;
  return TRUE;
}

void
sl_sampler_move_chain (SlSampler *self, guint chain, const gboolean *good)
{
  const SlRandomPlace place = { self->config.seed, self->now.step, chain, SL_SAMPLER_MOVE };
  const guint d = self->config.dim;
  guint n_good = 0, to = 0;
  double u;

  for (guint i = 0; i < self->config.chains; i++)
    n_good += good[i] != 0;
  sl_random_uniform (&place, &u, 1);
  for (guint left = (guint) (u * n_good); to < self->config.chains && (!good[to] || left-- > 0);)
    to++;
  memcpy (self->position + (gsize) chain * d, self->position + (gsize) to * d, d * sizeof (double));
  memcpy (self->gradient + (gsize) chain * d, self->gradient + (gsize) to * d, d * sizeof (double));
  self->density[chain] = self->density[to];
  self->now.n_moved++;
}

/* Computes the target at position; trial_ arrays take the results first, so that an error leaves all else. */
static gboolean
look (SlSampler *self, GError **error)
{
  const guint c = self->config.chains, d = self->config.dim;
  g_autofree gboolean *good = g_new (gboolean, c);
  guint n_good = 0;

  if (!self->config.target (self->config.data, self->position, c, self->trial_density, self->trial_gradient,
                            error))
    return FALSE;
  self->now.n_gradients++;
  for (guint i = 0; i < c; i++)
    n_good += good[i] =
        isfinite (self->trial_density[i]) && all_finite (self->trial_gradient + (gsize) i * d, d);
  if (n_good == 0)
    {
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER,
                   "start of the chains: expected a finite density, found none at any of %u points", c);
      return FALSE;
    }
  memcpy (self->density, self->trial_density, c * sizeof (double));
  memcpy (self->gradient, self->trial_gradient, (gsize) c * d * sizeof (double));
  for (guint i = 0; i < c; i++)
    if (!good[i])
      sl_sampler_move_chain (self, i, good);
  return TRUE;
}

SlSampler *
sl_sampler_new (const SlSamplerConfig *config, const double *start, GError **error)
{
  SlSampler *self = sl_sampler_alloc (config);

  memcpy (self->position, start, (gsize) config->chains * config->dim * sizeof (double));
  if (look (self, error))
    {
      sl_sampler_first_metric (self);
      self->now.length = 2.0;
      self->now.step_size = 1.0;
      if (sl_sampler_find_step (self, error))
        {
          sl_sampler_begin_adapting (self, config->warmup);
          return self;
        }
    }
  sl_sampler_free (self);
  return NULL;
}

gboolean
sl_sampler_retarget (SlSampler *self, guint warmup, GError **error)
{
  if (!look (self, error))
    return FALSE;
  sl_sampler_begin_adapting (self, warmup);
  return TRUE;
}

/* -------------------------------------------------------------- trajectory */

static double
kinetic (const double *momentum, guint d)
{
  double sum = 0.0;

  for (guint k = 0; k < d; k++)
    sum += momentum[k] * momentum[k];
  return 0.5 * sum;
}

/* Adds time times the force to the momenta of all chains; those that are lost stay. */
static void
kick (SlSampler *self, const double *gradient, double time)
{
  const guint d = self->config.dim;

  for (guint i = 0; i < self->config.chains; i++)
    if (!self->diverging[i])
      {
        sl_sampler_times_transposed (self, gradient + (gsize) i * d, self->scratch);
        for (guint k = 0; k < d; k++)
          self->momentum[(gsize) i * d + k] += time * self->scratch[k];
      }
}

static void
drift (SlSampler *self, double time)
{
  const guint d = self->config.dim;

  for (guint i = 0; i < self->config.chains; i++)
    if (!self->diverging[i])
      {
        sl_sampler_times (self, self->momentum + (gsize) i * d, self->scratch);
        for (guint k = 0; k < d; k++)
          self->trial[(gsize) i * d + k] += time * self->scratch[k];
      }
}

/* Marks chains whose trials have no density, and puts their trials back, so that the target is not requested
 * ever farther outside. */
static void
find_lost (SlSampler *self)
{
  const guint d = self->config.dim;

  for (guint i = 0; i < self->config.chains; i++)
    {
      const gsize at = (gsize) i * d;

      if (!self->diverging[i]
          && (!isfinite (self->trial_density[i]) || !all_finite (self->trial_gradient + at, d)))
        self->diverging[i] = TRUE;
      if (self->diverging[i])
        memcpy (self->trial + at, self->position + at, d * sizeof (double));
    }
}

static void
begin_flight (SlSampler *self, guint8 purpose, guint64 number)
{
  const guint d = self->config.dim, c = self->config.chains;

  memcpy (self->trial, self->position, (gsize) c * d * sizeof (double));
  for (guint i = 0; i < c; i++)
    {
      const SlRandomPlace place = { self->config.seed, number, i, purpose };
      double *p = self->momentum + (gsize) i * d;

      sl_random_normal (&place, p, d);
      self->diverging[i] = FALSE;
      self->start_energy[i] = kinetic (p, d) - self->density[i];
    }
}

gboolean
sl_sampler_fly (SlSampler *self, guint n_steps, double step_size, guint8 purpose, guint64 number,
                GError **error)
{
  const guint d = self->config.dim, c = self->config.chains;

  begin_flight (self, purpose, number);
  for (guint s = 0; s < n_steps; s++)
    {
      kick (self, s ? self->trial_gradient : self->gradient, s ? step_size : 0.5 * step_size);
      drift (self, step_size);
      if (!self->config.target (self->config.data, self->trial, c, self->trial_density, self->trial_gradient,
                                error))
        return FALSE;
      self->now.n_gradients++;
      find_lost (self);
    }
  kick (self, self->trial_gradient, 0.5 * step_size);
  for (guint i = 0; i < c; i++)
    {
      const double energy = kinetic (self->momentum + (gsize) i * d, d) - self->trial_density[i];
      const double change = energy - self->start_energy[i];

      /* Also where it is no number. */
      if (!(change <= DIVERGENCE))
        self->diverging[i] = TRUE;
      self->accepted[i] = self->diverging[i] ? 0.0 : exp (MIN (-change, 0.0));
      self->energy[i] = self->diverging[i] ? self->start_energy[i] : energy;
    }
  return TRUE;
}

static void
accept (SlSampler *self)
{
  const guint d = self->config.dim;

  for (guint i = 0; i < self->config.chains; i++)
    {
      const SlRandomPlace place = { self->config.seed, self->now.step, i, SL_SAMPLER_ACCEPT };
      const gsize at = (gsize) i * d;
      double u;

      sl_random_uniform (&place, &u, 1);
      if (!(u < self->accepted[i]))
        {
          self->energy[i] = self->start_energy[i];
          continue;
        }
      memcpy (self->position + at, self->trial + at, d * sizeof (double));
      memcpy (self->gradient + at, self->trial_gradient + at, d * sizeof (double));
      self->density[i] = self->trial_density[i];
    }
}

gboolean
sl_sampler_step (SlSampler *self, SlSamplerReport *report, GError **error)
{
  const gboolean adapts = self->now.step < self->now.end;
  const guint n_steps = sl_sampler_plan (self);
  const double step_size = self->now.step_size, length = self->now.length;

  if (!sl_sampler_fly (self, n_steps, step_size, SL_SAMPLER_MOMENTUM, self->now.step, error))
    return FALSE;
  if (report)
    *report =
        (SlSamplerReport) { adapts,         n_steps,      step_size,      length, sl_sampler_harmonic (self),
                            self->accepted, self->energy, self->diverging };
  if (adapts)
    sl_sampler_adapt_trial (self, n_steps);
  accept (self);
  if (adapts)
    sl_sampler_adapt_positions (self);
  self->now.step++;
  return TRUE;
}

/* ------------------------------------------------------------------- state */

const double *
sl_sampler_positions (const SlSampler *self)
{
  return self->position;
}

const double *
sl_sampler_log_densities (const SlSampler *self)
{
  return self->density;
}

guint64
sl_sampler_n_steps (const SlSampler *self)
{
  return self->now.step;
}

guint64
sl_sampler_n_gradients (const SlSampler *self)
{
  return self->now.n_gradients;
}

guint
sl_sampler_n_moved (const SlSampler *self)
{
  return (guint) self->now.n_moved;
}
