/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <gsl/gsl_eigen.h>

#include "model/inference/sl-sampler-private.h"

/* The inverse mass matrix, from positions and gradients [Seyboldt, Carlson & Carpenter 2024, nutpie]. Of all
 * matrices it is the one for which gradients, seen in its coordinates, are most like those of a standard
 * normal distribution: the geometric mean of the covariance of positions, A, and the inverse covariance of
 * gradients, B^-1. Diagonal: sqrt (a / b). Dense: B^-1/2 (B^1/2 A B^1/2)^1/2 B^-1/2. For a Gaussian both
 * are its covariance, and few draws suffice. */

/* Fewer draws than that, in numbers of parameters for dense ones, make no metric. Covariances are not shrunk
 * towards their diagonals: of a Gaussian the mean is exact with any draws, which shrinking would undo. */
#define LEAST_DRAWS 10.0
/* Range of an entry of the metric over that of another, beyond which it is not trusted. */
#define LEAST_RATIO 1e-20

void
sl_sampler_times (const SlSampler *self, const double *x, double *out)
{
  const guint d = self->config.dim;

  for (guint i = 0; i < d; i++)
    {
      double sum = 0.0;

      for (guint k = 0; self->config.dense && k <= i; k++)
        sum += self->factor[(gsize) i * d + k] * x[k];
      out[i] = self->config.dense ? sum : self->factor[i] * x[i];
    }
}

void
sl_sampler_times_transposed (const SlSampler *self, const double *x, double *out)
{
  const guint d = self->config.dim;

  for (guint i = 0; i < d; i++)
    out[i] = self->config.dense ? 0.0 : self->factor[i] * x[i];
  for (guint k = 0; self->config.dense && k < d; k++)
    for (guint i = 0; i <= k; i++)
      out[i] += self->factor[(gsize) k * d + i] * x[k];
}

void
sl_sampler_over (const SlSampler *self, const double *x, double *out)
{
  const guint d = self->config.dim;

  for (guint i = 0; i < d; i++)
    {
      double rest = x[i];

      for (guint k = 0; self->config.dense && k < i; k++)
        rest -= self->factor[(gsize) i * d + k] * out[k];
      out[i] = rest / self->factor[self->config.dense ? (gsize) i * d + i : i];
    }
}

void
sl_sampler_get_metric (const SlSampler *self, double *metric)
{
  const guint d = self->config.dim;
  const double *f = self->factor;

  for (guint i = 0; i < d; i++)
    for (guint j = 0; j < d; j++)
      {
        double sum = i == j && !self->config.dense ? f[i] * f[i] : 0.0;

        for (guint k = 0; self->config.dense && k <= MIN (i, j); k++)
          sum += f[(gsize) i * d + k] * f[(gsize) j * d + k];
        metric[(gsize) i * d + j] = sum;
      }
}

/* ----------------------------------------------------------------- moments */

static gsize
entries (const SlSampler *self)
{
  const gsize d = self->config.dim;

  return self->config.dense ? d * d : d;
}

void
sl_sampler_clear_moments (const SlSampler *self, SlSamplerMoments *moments)
{
  *moments->n = 0.0;
  memset (moments->mean, 0, 2 * self->config.dim * sizeof (double));
  memset (moments->product, 0, 2 * entries (self) * sizeof (double));
}

/* One draw of x (dim): n is its number, from 1 on. */
static void
add_draw (const SlSampler *self, double n, const double *x, double *mean, double *product)
{
  const guint d = self->config.dim;
  double *before = self->scratch;

  for (guint i = 0; i < d; i++)
    {
      before[i] = x[i] - mean[i];
      mean[i] += before[i] / n;
    }
  for (guint i = 0; i < d; i++)
    {
      if (!self->config.dense)
        product[i] += before[i] * (x[i] - mean[i]);
      for (guint k = 0; self->config.dense && k < d; k++)
        product[(gsize) i * d + k] += before[i] * (x[k] - mean[k]);
    }
}

static gboolean
is_draw (const double *x, const double *gradient, guint d)
{
  for (guint i = 0; i < d; i++)
    if (!isfinite (x[i]) || !isfinite (gradient[i]))
      return FALSE;
  return TRUE;
}

void
sl_sampler_add_moments (const SlSampler *self, SlSamplerMoments *moments)
{
  const guint d = self->config.dim;

  for (guint i = 0; i < self->config.chains; i++)
    {
      const double *x = self->position + (gsize) i * d, *g = self->gradient + (gsize) i * d;

      if (self->diverging[i] || !is_draw (x, g, d))
        continue;
      *moments->n += 1.0;
      add_draw (self, *moments->n, x, moments->mean, moments->product);
      add_draw (self, *moments->n, g, moments->mean + d, moments->product + entries (self));
    }
}

/* ------------------------------------------------------------------ metric */

/* sqrt (a / b), or what there is of it. FALSE: nothing. */
static gboolean
mean_of_scales (double a, double b, double *scale)
{
  const double square = a > 0.0 && b > 0.0 ? sqrt (a / b) : a > 0.0 ? a : 0.0;

  if (!(square > G_MINDOUBLE) || !isfinite (square))
    return FALSE;
  *scale = square;
  return TRUE;
}

void
sl_sampler_first_metric (SlSampler *self)
{
  const guint d = self->config.dim, c = self->config.chains;

  memset (self->factor, 0, entries (self) * sizeof (double));
  sl_sampler_clear_moments (self, &self->moments[0]);
  memset (self->diverging, 0, c);
  sl_sampler_add_moments (self, &self->moments[0]);
  for (guint k = 0; k < d; k++)
    {
      const gsize at = self->config.dense ? (gsize) k * d + k : k;
      double scale = 1.0;

      mean_of_scales (self->moments[0].product[at], (self->moments[0].product + entries (self))[at], &scale);
      self->factor[at] = sqrt (scale);
    }
  sl_sampler_clear_moments (self, &self->moments[0]);
}

static gboolean
learn_diagonal (SlSampler *self, const SlSamplerMoments *moments)
{
  const guint d = self->config.dim;

  for (guint k = 0; k < d; k++)
    {
      double scale;

      if (mean_of_scales (moments->product[k], moments->product[d + k], &scale))
        self->factor[k] = sqrt (scale);
    }
  return TRUE;
}

/* The square root of a symmetric matrix, or its inverse's; what is not positive counts as the least that
 * is. Destroys a. */
static void
matrix_root (gsl_matrix *a, gboolean inverse, gsl_matrix *out)
{
  const gsize d = a->size1;
  gsl_eigen_symmv_workspace *work = gsl_eigen_symmv_alloc (d);
  gsl_vector *value = gsl_vector_alloc (d);
  gsl_matrix *vector = gsl_matrix_alloc (d, d);
  double most;

  gsl_eigen_symmv (a, value, vector, work);
  most = gsl_vector_max (value);
  for (gsize i = 0; i < d; i++)
    for (gsize j = 0; j < d; j++)
      {
        double sum = 0.0;

        for (gsize k = 0; k < d; k++)
          {
            const double root = sqrt (MAX (gsl_vector_get (value, k), most * LEAST_RATIO));

            sum +=
                gsl_matrix_get (vector, i, k) * gsl_matrix_get (vector, j, k) * (inverse ? 1.0 / root : root);
          }
        gsl_matrix_set (out, i, j, sum);
      }
  gsl_matrix_free (vector);
  gsl_vector_free (value);
  gsl_eigen_symmv_free (work);
}

/* out = a b a of symmetric matrices. */
static void
between (const gsl_matrix *a, const gsl_matrix *b, gsl_matrix *out)
{
  const gsize d = a->size1;
  gsl_matrix *half = gsl_matrix_calloc (d, d);

  gsl_matrix_set_zero (out);
  for (guint pass = 0; pass < 2; pass++)
    {
      const gsl_matrix *left = pass ? half : a, *right = pass ? a : b;
      gsl_matrix *to = pass ? out : half;

      for (gsize i = 0; i < d; i++)
        for (gsize k = 0; k < d; k++)
          for (gsize j = 0; j < d; j++)
            *gsl_matrix_ptr (to, i, j) += gsl_matrix_get (left, i, k) * gsl_matrix_get (right, k, j);
    }
  gsl_matrix_free (half);
}

/* Lower factor of a positive definite matrix; FALSE where it is none. */
static gboolean
factorise (const gsl_matrix *a, double *factor)
{
  const gsize d = a->size1;

  memset (factor, 0, d * d * sizeof (double));
  for (gsize i = 0; i < d; i++)
    for (gsize j = 0; j <= i; j++)
      {
        double rest = gsl_matrix_get (a, i, j);

        for (gsize k = 0; k < j; k++)
          rest -= factor[i * d + k] * factor[j * d + k];
        if (i == j && !(rest > 0.0 && isfinite (rest)))
          return FALSE;
        factor[i * d + j] = i == j ? sqrt (rest) : rest / factor[j * d + j];
      }
  return TRUE;
}

/* A covariance, in units (dim) of its parameters. */
static void
set_covariance (gsl_matrix *out, const double *product, double n, const double *unit)
{
  const gsize d = out->size1;

  for (gsize i = 0; i < d; i++)
    for (gsize j = 0; j < d; j++)
      gsl_matrix_set (out, i, j, product[i * d + j] / (n * unit[i] * unit[j]));
}

static gboolean
learn_dense (SlSampler *self, const SlSamplerMoments *moments)
{
  const gsize d = self->config.dim;
  const double n = *moments->n, *product = moments->product;
  g_autofree double *unit = g_new (double, 2 * d), *factor = g_new (double, d *d);
  gsl_matrix *m[5];
  gboolean good = TRUE;

  /* Units in which both covariances have similar diagonals. */
  for (gsize i = 0; i < d && good; i++)
    {
      good = mean_of_scales (product[i * d + i], product[d * d + i * d + i], &unit[i]);
      unit[i] = sqrt (unit[i]);
      unit[d + i] = 1.0 / unit[i];
    }
  if (!good)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (m); i++)
    m[i] = gsl_matrix_alloc (d, d);
  /* m[2] = B^1/2, m[3] = B^-1/2 */
  set_covariance (m[0], product + d * d, n, unit + d);
  gsl_matrix_memcpy (m[1], m[0]);
  matrix_root (m[0], FALSE, m[2]);
  matrix_root (m[1], TRUE, m[3]);
  set_covariance (m[0], product, n, unit);
  between (m[2], m[0], m[1]);
  matrix_root (m[1], FALSE, m[4]);
  between (m[3], m[4], m[0]);
  good = factorise (m[0], factor);
  for (gsize i = 0; i < d && good; i++)
    for (gsize j = 0; j <= i; j++)
      self->factor[i * d + j] = factor[i * d + j] * unit[i];
  for (guint i = 0; i < G_N_ELEMENTS (m); i++)
    gsl_matrix_free (m[i]);
  return good;
}

gboolean
sl_sampler_learn_metric (SlSampler *self, const SlSamplerMoments *moments)
{
  if (*moments->n < LEAST_DRAWS * (self->config.dense ? self->config.dim : 1))
    return FALSE;
  return self->config.dense ? learn_dense (self, moments) : learn_diagonal (self, moments);
}
