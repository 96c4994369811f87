/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/observables/sl-filters.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/support/sl-check.h"
#include "model/io/sl-hdf5.h"

static void
filter_clear (gpointer data)
{
  SlFilter *filter = data;
  g_free (filter->name);
  g_free (filter->system);
  g_free (filter->band);
  g_free (filter->wave);
  g_free (filter->transmission);
}

/* Effective (mean weighted by T) and pivot wavelength by the trapezoidal rule,
 * for files that do not give them. */
static void
compute_wavelengths (SlFilter *f)
{
  double sum = 0.0, sum_wave = 0.0, sum_over_wave = 0.0;
  for (guint i = 0; i + 1 < f->n; i++)
    {
      double w0 = f->wave[i], w1 = f->wave[i + 1], t0 = f->transmission[i], t1 = f->transmission[i + 1];
      double half = 0.5 * (w1 - w0);
      sum += half * (t0 + t1);
      sum_wave += half * (t0 * w0 + t1 * w1);
      sum_over_wave += half * (t0 / w0 + t1 / w1);
    }
  f->effective = sum_wave / sum;
  f->pivot = sqrt (sum_wave / sum_over_wave);
}

/* A mean wavelength outside the band is one in another unit. */
static gboolean
read_wavelength (SlH5 *file, const char *path, const SlFilter *f, const char *attribute, double *value,
                 GError **error)
{
  if (!sl_h5_attribute_double (file, f->name, attribute, value))
    return TRUE;
  if (*value >= f->wave[0] && *value <= f->wave[f->n - 1])
    return TRUE;
  g_autofree char *name = g_strconcat (f->name, "/", attribute, NULL);
  sl_check_fail (error, path, name, _ ("expected a wavelength within the band, %g to %g A, found %g"),
                 f->wave[0], f->wave[f->n - 1], *value);
  return FALSE;
}

static gboolean
read_curve (SlH5 *file, const char *path, SlFilter *f, GError **error)
{
  g_autofree char *wave = g_strconcat (f->name, "/wave", NULL);
  g_autofree char *transmission = g_strconcat (f->name, "/transmission", NULL);
  gsize n = 0;
  f->wave = sl_h5_read_double (file, wave, 1, &n, error);
  if (f->wave == NULL || !sl_check_length (path, wave, n, 2, error)
      || !sl_check_increasing (path, wave, f->wave, n, error)
      || !sl_check_range (path, wave, f->wave, n, G_MINDOUBLE, INFINITY, error))
    return FALSE;
  f->n = n;
  f->transmission = sl_h5_read_double (file, transmission, 1, &n, error);
  if (f->transmission == NULL || !sl_check_range (path, transmission, f->transmission, n, 0.0, 1.0, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (f->transmission[i] > 0.0)
      return TRUE;
  sl_check_fail (error, path, transmission, _ ("expected some transmission, found 0 everywhere"));
  return FALSE;
}

static gboolean
read_filter (SlH5 *file, const char *path, const char *system, const char *band, SlFilter *f, GError **error)
{
  f->name = g_strconcat (system, "/", band, NULL);
  f->system = g_strdup (system);
  f->band = g_strdup (band);
  if (!read_curve (file, path, f, error))
    return FALSE;
  compute_wavelengths (f);
  return read_wavelength (file, path, f, "effective_wavelength_A", &f->effective, error)
         && read_wavelength (file, path, f, "pivot_A", &f->pivot, error);
}

static int
compare_filters (gconstpointer a, gconstpointer b)
{
  const SlFilter *f = a, *g = b;
  int order = strcmp (f->system, g->system);
  if (order == 0)
    order = (f->effective > g->effective) - (f->effective < g->effective);
  return order != 0 ? order : strcmp (f->band, g->band);
}

SlFilterSet *
sl_filter_set_load (const char *path, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_autoptr (SlH5) file = sl_h5_open (path, error);
  g_auto (GStrv) systems = file == NULL ? NULL : sl_h5_members (file, "/", error);
  if (systems == NULL)
    return NULL;
  g_autoptr (GArray) filters = g_array_new (FALSE, TRUE, sizeof (SlFilter));
  g_array_set_clear_func (filters, filter_clear);
  for (char **system = systems; *system != NULL; system++)
    {
      g_auto (GStrv) bands = sl_h5_members (file, *system, error);
      if (bands == NULL)
        return NULL;
      for (char **band = bands; *band != NULL; band++)
        {
          SlFilter filter = { 0 };
          gboolean good = read_filter (file, path, *system, *band, &filter, error);
          g_array_append_val (filters, filter);
          if (!good)
            return NULL;
        }
    }
  if (filters->len == 0)
    {
      sl_check_fail (error, path, "/", _ ("expected at least one filter, found none"));
      return NULL;
    }
  g_array_sort (filters, compare_filters);

  SlFilterSet *self = g_new0 (SlFilterSet, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->path = g_strdup (path);
  self->n_filters = filters->len;
  self->filters = g_array_steal (filters, NULL);
  return self;
}

SlFilterSet *
sl_filter_set_ref (SlFilterSet *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
sl_filter_set_unref (SlFilterSet *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->n_filters; i++)
    filter_clear (&self->filters[i]);
  g_free (self->filters);
  g_free (self->path);
  g_free (self);
}

const SlFilter *
sl_filter_set_find (const SlFilterSet *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);
  for (guint i = 0; i < self->n_filters; i++)
    if (strcmp (self->filters[i].name, name) == 0)
      return &self->filters[i];
  return NULL;
}
