/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/cosmology/sl-igm.h"

#include <math.h>

#include <glib/gi18n-lib.h>

#define SL_DUAL_K 2
#include "model/formulas/sl-formula.h"
#include "model/support/sl-check.h"
#include "model/io/sl-data.h"
#include "model/io/sl-hdf5.h"

void
sl_igm_free (SlIgm *self)
{
  if (!self)
    return;
  g_free (self->wave);
  g_free (self->forest);
  g_free (self->damped);
  g_free (self);
}

static double *
read_coefficients (SlH5 *file, const char *path, const char *name, gsize n, gsize columns, GError **error)
{
  gsize dims[2] = { n, columns };
  g_autofree double *table = sl_h5_read_double (file, name, 2, dims, error);

  if (!table || !sl_check_range (path, name, table, n * columns, 0.0, G_MAXDOUBLE, error))
    return NULL;
  return g_steal_pointer (&table);
}

SlIgm *
sl_igm_load (const char *path, GError **error)
{
  static const double forest_power[3] = { 1.2, 3.7, 5.5 }, damped_power[2] = { 2.0, 3.0 };
  g_autoptr (SlH5) file = sl_h5_open (path, error);
  g_autoptr (SlIgm) self = g_new0 (SlIgm, 1);
  gsize n = 0;

  if (!file || !(self->wave = sl_h5_read_double (file, "wave", 1, &n, error))
      || !sl_check_length (path, "wave", n, 1, error)
      || !sl_check_range (path, "wave", self->wave, n, G_MINDOUBLE, G_MAXDOUBLE, error)
      || !(self->forest = read_coefficients (file, path, "laf", n, 3, error))
      || !(self->damped = read_coefficients (file, path, "dla", n, 2, error)) || !sl_h5_finish (file, error))
    return NULL;
  self->n = n;
  for (guint j = 0; j < n; j++)
    {
      if (j && !(self->wave[j] < self->wave[j - 1]))
        {
          sl_check_fail (error, path, "wave",
                         _ ("expected the series from its longest wavelength down, found %g after %g"),
                         self->wave[j], self->wave[j - 1]);
          return NULL;
        }
      for (int k = 0; k < 3; k++)
        self->forest[3 * j + k] *= pow (self->wave[j], -forest_power[k]);
      for (int k = 0; k < 2; k++)
        self->damped[2 * j + k] *= pow (self->wave[j], -damped_power[k]);
    }
  return g_steal_pointer (&self);
}

SlIgm *
sl_igm_load_shipped (GError **error)
{
  g_autofree char *path = sl_data_path ("igm_inoue2014.h5");
  SlIgm *self = sl_igm_load (path, error);

  if (!self)
    sl_data_advise (error, _ ("or switch off absorption by the intergalactic medium (igm)"));
  return self;
}

double
sl_igm_transmission (const SlIgm *self, double lam, double z, double *by_lam, double *by_z)
{
  const SlIgmSeries series = { self->n, self->wave, self->forest, self->damped };
  SlDual x = { .v = lam, .d = { 1.0, 0.0 } }, y = { .v = z, .d = { 0.0, 1.0 } };
  SlDual t = sl_igm_transmission_D (x, y, &series);

  if (by_lam)
    *by_lam = t.d[0];
  if (by_z)
    *by_z = t.d[1];
  return t.v;
}
