/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tests/model/inference/chains.h"

/* Densities with known moments, for tests of the sampler. */

#define MOST_DIM 16

typedef struct {
  const char *name;
  SlSamplerTarget density;
  guint dim;
  const double *precision; /* (dim, dim) of Gaussians */
  double mean[MOST_DIM], sd[MOST_DIM];
} Target;

/* Independent Gaussians: means 2 k, scales from 1e-3 to 1e3. */
static double
scale_of (guint k, guint dim)
{
  return pow (10.0, -3.0 + 6.0 * k / (dim - 1));
}

static gboolean
independent (gpointer data, const double *x, gsize n, double *density, double *gradient, GError **error)
{
  const Target *t = data;

  for (gsize i = 0; i < n; i++)
    {
      density[i] = 0.0;
      for (guint k = 0; k < t->dim; k++)
        {
          const double s = scale_of (k, t->dim), z = (x[i * t->dim + k] - 2.0 * k) / s;

          density[i] -= 0.5 * z * z;
          gradient[i * t->dim + k] = -z / s;
        }
    }
  return TRUE;
}

static gboolean
standard (gpointer data, const double *x, gsize n, double *density, double *gradient, GError **error)
{
  const Target *t = data;

  for (gsize i = 0; i < n; i++)
    {
      density[i] = 0.0;
      for (guint k = 0; k < t->dim; k++)
        {
          density[i] -= 0.5 * x[i * t->dim + k] * x[i * t->dim + k];
          gradient[i * t->dim + k] = -x[i * t->dim + k];
        }
    }
  return TRUE;
}

/* Gaussian about zero with any precision. */
static gboolean
correlated (gpointer data, const double *x, gsize n, double *density, double *gradient, GError **error)
{
  const Target *t = data;

  for (gsize i = 0; i < n; i++)
    {
      density[i] = 0.0;
      for (guint k = 0; k < t->dim; k++)
        {
          double g = 0.0;

          for (guint j = 0; j < t->dim; j++)
            g -= t->precision[k * t->dim + j] * x[i * t->dim + j];
          gradient[i * t->dim + k] = g;
          density[i] += 0.5 * g * x[i * t->dim + k];
        }
    }
  return TRUE;
}

/* x_0 normal with BANANA_SIGMA, x_1 + b (x_0^2 - sigma^2) and the others standard normal. */
#define BANANA_SIGMA 2.0
#define BANANA_B 0.5

static gboolean
banana (gpointer data, const double *x, gsize n, double *density, double *gradient, GError **error)
{
  const Target *t = data;

  for (gsize i = 0; i < n; i++)
    {
      const double *at = x + i * t->dim, s2 = BANANA_SIGMA * BANANA_SIGMA;
      const double bent = at[1] + BANANA_B * (at[0] * at[0] - s2);
      double *g = gradient + i * t->dim;

      density[i] = -0.5 * (at[0] * at[0] / s2 + bent * bent);
      g[0] = -at[0] / s2 - bent * 2.0 * BANANA_B * at[0];
      g[1] = -bent;
      for (guint k = 2; k < t->dim; k++)
        {
          density[i] -= 0.5 * at[k] * at[k];
          g[k] = -at[k];
        }
    }
  return TRUE;
}

/* x_0 normal with sigma 3, the others normal with sigma exp (x_0 / 2) [Neal 2003]. */
static gboolean
funnel (gpointer data, const double *x, gsize n, double *density, double *gradient, GError **error)
{
  const Target *t = data;

  for (gsize i = 0; i < n; i++)
    {
      const double *at = x + i * t->dim, over = exp (-at[0]);
      double *g = gradient + i * t->dim, square = 0.0;

      for (guint k = 1; k < t->dim; k++)
        {
          square += at[k] * at[k];
          g[k] = -at[k] * over;
        }
      density[i] = -at[0] * at[0] / 18.0 - 0.5 * (t->dim - 1) * at[0] - 0.5 * square * over;
      g[0] = -at[0] / 9.0 - 0.5 * (t->dim - 1) + 0.5 * square * over;
    }
  return TRUE;
}
