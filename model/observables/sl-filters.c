/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/observables/sl-filters.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/io/sl-hdf5.h"
#include "model/support/sl-check.h"

/* Angstrom. Interstellar hydrogen absorbs what lies below: no filter has its mean there. */
#define LEAST_MEAN 912.0
/* Means below this may be near-infrared ones in nm. */
#define LEAST_SURE_MEAN 3000.0
/* A mean below this is one in micrometres, below the next one in metres. */
#define MICROMETRES_BELOW 100.0
#define METRES_BELOW 1e-2
/* How far filters of one name, or a stated and a computed mean, lie apart: a factor. */
#define SAME_BAND 1.25
/* Transmissions that reach more than this are in percent. */
#define PERCENT_ABOVE 1.5

/* Common filters and their mean wavelengths [Angstrom], to recognise units where numbers alone do not. */
static const struct {
  const char *band;
  double mean;
} known_table[] = {
  { "u", 3600 },   { "g", 4800 },   { "r", 6200 },   { "i", 7600 },      { "z", 8900 },
  { "y", 9700 },   { "Y", 10200 },  { "U", 3600 },   { "B", 4400 },      { "V", 5500 },
  { "R", 6500 },   { "I", 8000 },   { "J", 12500 },  { "H", 16500 },     { "K", 22000 },
  { "Ks", 21600 }, { "W1", 33500 }, { "W2", 46000 }, { "IRAC1", 35500 }, { "IRAC2", 45000 },
};

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

/* --- what may be wrong ---------------------------------------------------- */

/* A file that is being read. */
typedef struct {
  SlH5 *file;
  const char *path;
  SlMend allowed;
  GString *notes;
} Reader;

static gboolean
near (double a, double b)
{
  return a > b / SAME_BAND && a < b * SAME_BAND;
}

/* The unit in which a mean would be that of the band; 0: it is in Angstrom, or in none. */
static SlMend
unit_for (double mean, double expected)
{
  static const SlMend units[] = { SL_MEND_NM, SL_MEND_UM, SL_MEND_M };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (near (mean * sl_mend_factor (units[i]), expected))
      return units[i];
  return 0;
}

/* The unit of the wavelengths if it is not Angstrom: what the file says, else what the mean must be. */
static SlMend
suspect_unit (const Reader *reader, const SlFilter *f)
{
  g_autofree char *dataset = g_strconcat (f->name, "/wave", NULL);
  g_autofree char *units = sl_h5_attribute_string (reader->file, dataset, "units");
  double stated;
  SlMend unit = sl_mend_unit (units);

  if (!unit && sl_h5_attribute_double (reader->file, f->name, "effective_wavelength_A", &stated))
    unit = unit_for (f->effective, stated);
  for (guint i = 0; i < G_N_ELEMENTS (known_table) && !unit; i++)
    if (strcmp (known_table[i].band, f->band) == 0)
      unit = unit_for (f->effective, known_table[i].mean);
  if (!unit && f->effective < LEAST_MEAN)
    unit = f->effective < METRES_BELOW        ? SL_MEND_M
           : f->effective < MICROMETRES_BELOW ? SL_MEND_UM
                                              : SL_MEND_NM;
  return unit;
}

/* Turns wavelengths that decrease, and the transmission with them. */
static gboolean
mend_order (const Reader *reader, SlFilter *f, const char *wave, GError **error)
{
  for (guint i = 1; i < f->n; i++)
    if (!(f->wave[i] < f->wave[i - 1]))
      return TRUE;
  if (!(reader->allowed & SL_MEND_REVERSED))
    return sl_mend_refuse (error, SL_MEND_REVERSED, reader->path, wave,
                           _ ("wavelengths decrease, from %g to %g; expected increasing ones"), f->wave[0],
                           f->wave[f->n - 1]);
  sl_mend_tell (reader->notes, reader->path, wave, _ ("wavelengths decreased and were turned round"));
  sl_mend_reverse (f->wave, f->n);
  sl_mend_reverse (f->transmission, f->n);
  return TRUE;
}

/* Divides percent by 100, and clips what noise puts beyond 0 and 1. */
static gboolean
mend_transmission (const Reader *reader, SlFilter *f, const char *name, GError **error)
{
  double most = 0.0, least = 0.0, scale = 1.0;
  guint n_clipped = 0;

  for (guint i = 0; i < f->n; i++)
    {
      most = MAX (most, f->transmission[i]);
      least = MIN (least, f->transmission[i]);
    }
  if (most > PERCENT_ABOVE && most <= 100.0 * (1.0 + SL_FILTER_ABOVE))
    {
      if (!(reader->allowed & SL_MEND_PERCENT))
        return sl_mend_refuse (error, SL_MEND_PERCENT, reader->path, name,
                               _ ("expected values from 0 to 1, found %g: are they in percent?"), most);
      sl_mend_tell (reader->notes, reader->path, name, _ ("values up to %g were read as percent"), most);
      scale = 0.01;
    }
  for (guint i = 0; i < f->n; i++)
    {
      const double t = scale * f->transmission[i];
      const gboolean clips = (t < 0.0 && t >= -SL_FILTER_BELOW) || (t > 1.0 && t <= 1.0 + SL_FILTER_ABOVE);

      n_clipped += clips;
      f->transmission[i] = clips ? CLAMP (t, 0.0, 1.0) : t;
    }
  if (n_clipped)
    sl_mend_tell (reader->notes, reader->path, name, _ ("%u values from %g to %g were clipped to 0 … 1"),
                  n_clipped, scale * least, scale * most);
  return TRUE;
}

/* --- reading -------------------------------------------------------------- */

/* A mean wavelength outside the band is one in another unit. */
static gboolean
read_wavelength (const Reader *reader, const SlFilter *f, const char *attribute, double *value,
                 GError **error)
{
  if (!sl_h5_attribute_double (reader->file, f->name, attribute, value))
    return TRUE;
  if (*value >= f->wave[0] && *value <= f->wave[f->n - 1])
    return TRUE;
  g_autofree char *name = g_strconcat (f->name, "/", attribute, NULL);
  sl_check_fail (error, reader->path, name, _ ("expected a wavelength within the band, %g to %g A, found %g"),
                 f->wave[0], f->wave[f->n - 1], *value);
  return FALSE;
}

static gboolean
read_curve (const Reader *reader, SlFilter *f, GError **error)
{
  const char *path = reader->path;
  g_autofree char *wave = g_strconcat (f->name, "/wave", NULL);
  g_autofree char *transmission = g_strconcat (f->name, "/transmission", NULL);
  gsize n = 0;
  f->wave = sl_h5_read_double (reader->file, wave, 1, &n, error);
  if (f->wave == NULL || !sl_check_length (path, wave, n, 2, error))
    return FALSE;
  f->n = n;
  f->transmission = sl_h5_read_double (reader->file, transmission, 1, &n, error);
  if (f->transmission == NULL || !mend_order (reader, f, wave, error)
      || !sl_check_increasing (path, wave, f->wave, n, error)
      || !sl_check_range (path, wave, f->wave, n, G_MINDOUBLE, INFINITY, error)
      || !mend_transmission (reader, f, transmission, error)
      || !sl_check_range (path, transmission, f->transmission, n, 0.0, 1.0, error))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (f->transmission[i] > 0.0)
      return TRUE;
  sl_check_fail (error, path, transmission, _ ("expected some transmission, found 0 everywhere"));
  return FALSE;
}

static gboolean
read_filter (const Reader *reader, const char *system, const char *band, SlFilter *f, GError **error)
{
  f->name = g_strconcat (system, "/", band, NULL);
  f->system = g_strdup (system);
  f->band = g_strdup (band);
  if (!read_curve (reader, f, error))
    return FALSE;
  compute_wavelengths (f);
  return TRUE;
}

/* Converts the n filters of one system to Angstrom. All are in one unit, so that those whose numbers do not
 * show it follow the others. */
static gboolean
mend_units (const Reader *reader, SlFilter *f, guint n, GError **error)
{
  SlMend system = 0, used = 0;
  guint n_converted = 0;

  for (guint k = 0; k < n && !system; k++)
    system = suspect_unit (reader, &f[k]);
  for (guint k = 0; k < n && system; k++)
    {
      SlMend unit = suspect_unit (reader, &f[k]);
      g_autofree char *wave = g_strconcat (f[k].name, "/wave", NULL);
      SlMend from;

      if (!unit && f[k].effective < LEAST_SURE_MEAN)
        unit = system;
      if (!unit)
        continue;
      from = sl_mend_choose_unit (unit, reader->allowed);
      if (!from || f[k].effective * sl_mend_factor (from) < LEAST_MEAN)
        return sl_mend_refuse (error, unit, reader->path, wave,
                               _ ("the mean wavelength is %.4g, expected Angstrom: are they in %s?"),
                               f[k].effective, sl_mend_title (unit));
      for (guint i = 0; i < f[k].n; i++)
        f[k].wave[i] *= sl_mend_factor (from);
      used = from;
      n_converted++;
      compute_wavelengths (&f[k]);
    }
  if (n_converted)
    sl_mend_tell (reader->notes, reader->path, f->system,
                  _ ("wavelengths were converted from %s to Angstrom; bands: %u of %u"), sl_mend_title (used),
                  n_converted, n);
  return TRUE;
}

static gboolean
read_system (const Reader *reader, const char *system, GArray *filters, GError **error)
{
  g_auto (GStrv) bands = sl_h5_members (reader->file, system, error);
  const guint first = filters->len;

  if (bands == NULL)
    return FALSE;
  for (char **band = bands; *band != NULL; band++)
    {
      SlFilter filter = { 0 };
      gboolean good = read_filter (reader, system, *band, &filter, error);
      g_array_append_val (filters, filter);
      if (!good)
        return FALSE;
    }
  SlFilter *own = &g_array_index (filters, SlFilter, first);
  if (!mend_units (reader, own, filters->len - first, error))
    return FALSE;
  for (guint k = 0; k < filters->len - first; k++)
    if (!read_wavelength (reader, &own[k], "effective_wavelength_A", &own[k].effective, error)
        || !read_wavelength (reader, &own[k], "pivot_A", &own[k].pivot, error))
      return FALSE;
  return TRUE;
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
  return sl_filter_set_load_mended (path, 0, error);
}

SlFilterSet *
sl_filter_set_load_mended (const char *path, SlMend allowed, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_autoptr (SlH5) file = sl_h5_open (path, error);
  g_auto (GStrv) systems = file == NULL ? NULL : sl_h5_members (file, "/", error);
  if (systems == NULL)
    return NULL;
  g_autoptr (GString) notes = g_string_new (NULL);
  const Reader reader = { .file = file, .path = path, .allowed = allowed, .notes = notes };
  g_autoptr (GArray) filters = g_array_new (FALSE, TRUE, sizeof (SlFilter));
  g_array_set_clear_func (filters, filter_clear);
  for (char **system = systems; *system != NULL; system++)
    if (!read_system (&reader, *system, filters, error))
      return NULL;
  if (!sl_h5_finish (file, error))
    return NULL;
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
  self->notes = g_steal_pointer (&notes);
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
  g_string_free (self->notes, TRUE);
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
