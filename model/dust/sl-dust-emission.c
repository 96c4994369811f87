/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/dust/sl-dust-emission.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define SL_DUAL_K 3
#include "model/formulas/sl-formula.h"
#include "model/support/sl-check.h"
#include "model/support/sl-size.h"
#include "model/io/sl-data.h"
#include "model/dust/sl-dust-emission-body.h"
#include "model/io/sl-hdf5.h"

void
sl_dust_emission_free (SlDustEmission *self)
{
  if (!self)
    return;
  g_free (self->qpah);
  g_free (self->umin);
  g_free (self->wave);
  for (int k = 0; k < 2; k++)
    {
      g_free (self->power[k]);
      g_free (self->spectrum[k]);
    }
  g_free (self);
}

static double *
read_axis (SlH5 *file, const char *path, const char *name, guint *n, GError **error)
{
  gsize length = 0;
  g_autofree double *axis = sl_h5_read_double (file, name, 1, &length, error);

  if (!axis || !sl_check_length (path, name, length, 2, error)
      || !sl_check_increasing (path, name, axis, length, error)
      || !sl_check_range (path, name, axis, length, G_MINDOUBLE, G_MAXDOUBLE, error))
    return NULL;
  *n = length;
  return g_steal_pointer (&axis);
}

SlDustEmission *
sl_dust_emission_load (const char *path, GError **error)
{
  static const char *const power[2] = { "power_umin", "power_umin_umax" };
  static const char *const spectrum[2] = { "spectra_umin", "spectra_umin_umax" };
  g_autoptr (SlH5) file = sl_h5_open (path, error);
  g_autoptr (SlDustEmission) self = g_new0 (SlDustEmission, 1);

  if (!file || !(self->qpah = read_axis (file, path, "qpah", &self->n_qpah, error))
      || !(self->umin = read_axis (file, path, "umin", &self->n_umin, error))
      || !(self->wave = read_axis (file, path, "wave", &self->n_wave, error)))
    return NULL;
  for (int k = 0; k < 2; k++)
    {
      gsize dims[3] = { self->n_qpah, self->n_umin, self->n_wave }, n = 0;

      self->power[k] = sl_h5_read_double (file, power[k], 2, dims, error);
      if (!self->power[k] || !sl_size_times (dims[0], dims[1], &n)
          || !sl_check_range (path, power[k], self->power[k], n, G_MINDOUBLE, G_MAXDOUBLE, error))
        return NULL;
      self->spectrum[k] = sl_h5_read_float (file, spectrum[k], 3, dims, error);
      if (!self->spectrum[k] || !sl_size_times (n, dims[2], &n)
          || !sl_check_range_float (path, spectrum[k], self->spectrum[k], n, 0.0f, G_MAXFLOAT,
                                    error))
        return NULL;
    }
  return sl_h5_finish (file, error) ? g_steal_pointer (&self) : NULL;
}

SlDustEmission *
sl_dust_emission_load_shipped (GError **error)
{
  g_autofree char *path = sl_data_path ("dust_emission_dl07.h5");
  SlDustEmission *self = sl_dust_emission_load (path, error);

  if (!self)
    sl_data_advise (error, _ ("or switch the glow of dust off (dust_emission)"));
  return self;
}

SlDustEmissionGrid *
sl_dust_emission_grid_new (const SlDustEmission *table, const double *wave, const double *edges, guint n_wave)
{
  SlDustEmissionGrid *self = g_new0 (SlDustEmissionGrid, 1);
  guint last = n_wave;
  g_autofree double *line = NULL;

  self->table = table;
  while (self->first < n_wave && wave[self->first] < table->wave[0])
    self->first++;
  while (last > self->first && wave[last - 1] > table->wave[table->n_wave - 1])
    last--;
  self->n = last - self->first;
  line = g_new (double, self->n + 1);
  for (int k = 0; k < 2; k++)
    {
      self->product[k] = g_new0 (float, (gsize) table->n_qpah * table->n_umin * self->n + 1);
      for (guint t = 0; t < table->n_qpah * table->n_umin; t++)
        {
          const float *from = table->spectrum[k] + (gsize) t * table->n_wave;
          double sum = 0.0;

          for (guint i = 0, j = 0; i < self->n; i++)
            {
              const guint w = self->first + i;
              double f;

              while (j + 2 < table->n_wave && table->wave[j + 1] <= wave[w])
                j++;
              f = sl_between_d (wave[w], table->wave[j], table->wave[j + 1]);
              line[i] = from[j] + f * (from[j + 1] - from[j]);
              sum += line[i] * (SL_C_AA / edges[w] - SL_C_AA / edges[w + 1]);
            }
          for (guint i = 0; i < self->n && sum > 0.0; i++)
            self->product[k][(gsize) t * self->n + i] = table->power[k][t] * line[i] / sum;
        }
    }
  return self;
}

void
sl_dust_emission_grid_free (SlDustEmissionGrid *self)
{
  if (!self)
    return;
  for (int k = 0; k < 2; k++)
    g_free (self->product[k]);
  g_free (self);
}

void
sl_dust_emission_grid_spectrum (const SlDustEmissionGrid *self, const double p[SL_N_DUST_EMISSION],
                                double *rows, gsize stride)
{
  const SlDual variable[SL_N_DUST_EMISSION] = { { .v = p[0], .d = { 1.0, 0.0, 0.0 } },
                                                { .v = p[1], .d = { 0.0, 1.0, 0.0 } },
                                                { .v = p[2], .d = { 0.0, 0.0, 1.0 } } };
  const DustEmissionMix mix = dust_emission_mix (self, variable);

  for (guint i = 0; i < self->n; i++)
    {
      SlDual light = dust_emission_light (&mix, i);

      rows[self->first + i] = light.v;
      for (int r = 0; r < SL_N_DUST_EMISSION; r++)
        rows[(1 + r) * stride + self->first + i] = light.d[r];
    }
}
