/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ssp/sl-templates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/support/sl-check.h"
#include "model/io/sl-hdf5.h"
#include "model/support/sl-memory.h"
#include "model/support/sl-size.h"
#include "model/galaxy/sl-parameters.h"
#include "model/support/sl-text-quote.h"

#define LSUN_DEFAULT 3.828e33
/* A fraction of the mass formed; tables are rounded to 12 bits. */
#define MSTAR_SURVIVING_MOST 1.001f
/* lg Z of ten times solar, of which no library has more. More means that Z was given in solar units, up to
 * the second limit. */
#define LGMET_MOST (-0.7)
#define LGMET_SOLAR_MOST 2.0
#define LGMET_LEAST (-20.0)
/* Ten times solar. */
#define Z_MOST 0.2
/* 100 Gyr. More means that ages were given in years, up to the second limit. */
#define LG_AGE_MOST 2.0
#define LG_AGE_YR_MOST 11.0
#define LG_AGE_LEAST (-9.0)
/* Angstrom. Stars older than a Gyr are brightest per Hz near 16000 A, young ones from 500 A on; a peak below
 * these is one in another unit. */
#define OLD_PEAK_LEAST 2500.0
#define YOUNG_PEAK_LEAST 300.0
#define LG_AGE_OLD 0.0
/* Angstrom. Every library reaches light that leaves a galaxy. */
#define LAST_WAVE_LEAST 1200.0
/* Peaks (of 1.6 µm) and bluest lines (of 0.09 to 0.7 µm) below these are in micrometres, or in metres. */
#define MICROMETRES_BELOW 50.0
#define LINE_MICROMETRES_BELOW 10.0
#define METRES_BELOW 1e-3
/* Angstrom. Lines beyond the Lyman limit do not leave the gas. */
#define LINE_LEAST 900.0
#define WAVE_MULTIPLE 16
#define MAX_CUBE_BYTES (G_GUINT64_CONSTANT (1) << 31)

/* Strictly increasing, at least two, in a range that its unit allows. */
static double *
read_axis (SlH5 *file, const char *path, const char *name, double lo, double hi, guint *n, GError **error)
{
  gsize length = 0;
  g_autofree double *axis = sl_h5_read_double (file, name, 1, &length, error);
  if (axis == NULL || !sl_check_length (path, name, length, 2, error)
      || !sl_check_increasing (path, name, axis, length, error)
      || !sl_check_range (path, name, axis, length, lo, hi, error))
    return NULL;
  *n = length;
  return g_steal_pointer (&axis);
}

static double *
read_wave_axis (SlH5 *file, const char *path, const char *name, guint *n, GError **error)
{
  return read_axis (file, path, name, G_MINDOUBLE, INFINITY, n, error);
}

/* Reads values that rounding has put below 0 as 0, in n rows. */
static void
clip_negative (float *table, gsize n_rows, gsize n, const char *path, const char *name, GString *notes)
{
  gsize n_clipped = 0;
  float least = 0.0f;

  for (gsize row = 0; row < n_rows; row++)
    {
      float *x = table + row * n, low = 0.0f, high = 0.0f;

      for (gsize i = 0; i < n; i++)
        {
          low = MIN (low, x[i]);
          high = MAX (high, x[i]);
        }
      if (low >= 0.0f || low < -SL_TEMPLATES_BELOW * high)
        continue;
      for (gsize i = 0; i < n; i++)
        if (x[i] < 0.0f)
          {
            n_clipped++;
            x[i] = 0.0f;
          }
      least = MIN (least, low);
    }
  if (n_clipped)
    sl_mend_tell (notes, path, name, _ ("%zu values below 0, down to %.3g, were read as 0"), n_clipped,
                  least);
}

/* A float dataset of exactly this shape, all within [0, hi]. */
static float *
read_table (SlTemplates *self, SlH5 *file, const char *name, guint rank, const gsize *shape, float hi,
            GError **error)
{
  gsize n = 0;
  gsize dims[4];
  for (guint i = 0; i < rank; i++)
    dims[i] = shape[i];
  g_autofree float *table = sl_h5_read_float (file, name, rank, dims, error);
  if (table == NULL || !sl_size_values (rank, dims, SL_SIZE_MOST_VALUES, &n))
    return NULL;
  clip_negative (table, n / MAX (shape[rank - 1], 1), shape[rank - 1], self->path, name, self->notes);
  if (!sl_check_range_float (self->path, name, table, n, 0.0f, hi, error))
    return NULL;
  return g_steal_pointer (&table);
}

/* From (a, b, c, d) to (c, a, b, d): age becomes the slowest index. */
static void
age_first (float *to, const float *from, gsize a, gsize b, gsize c, gsize d, gsize to_stride)
{
  for (gsize i = 0; i < a * b; i++)
    for (gsize k = 0; k < c; k++)
      memcpy (to + (k * a * b + i) * to_stride, from + (i * c + k) * d, d * sizeof (float));
}

static float *
read_age_first (SlTemplates *self, SlH5 *file, const char *name, const gsize shape[4], GError **error)
{
  g_autofree float *table = read_table (self, file, name, 4, shape, INFINITY, error);
  float *ordered =
      table == NULL ? NULL : sl_size_try_new (shape[0] * shape[1] * shape[2], shape[3], sizeof (float));
  if (ordered != NULL)
    age_first (ordered, table, shape[0], shape[1], shape[2], shape[3], shape[3]);
  else if (table != NULL)
    sl_check_fail (error, self->path, name, _ ("not enough memory"));
  return ordered;
}

/* Air or vacuum. DSPS files do not say; their spectra, made by FSPS, are in vacuum. said: by the user, for a
 * file that does not say it. */
static gboolean
load_medium (SlTemplates *self, SlH5 *file, SlMedium said, GError **error)
{
  g_autofree char *name = sl_h5_attribute_string (file, "ssp_wave", "wave_medium");
  SlMedium medium = said == SL_MEDIUM_AIR ? SL_MEDIUM_AIR : SL_MEDIUM_VACUUM;

  self->medium_given = name != NULL;
  if (name != NULL && !sl_medium_find (g_strstrip (name), &medium))
    {
      g_autofree char *found = sl_text_quote (name, SL_TEXT_QUOTE);

      sl_check_fail (error, self->path, "ssp_wave",
                     _ ("expected “air” or “vacuum” as the attribute wave_medium, found “%s”"), found);
      return FALSE;
    }
  if (name != NULL && said != SL_MEDIUM_LIBRARY && said != medium)
    {
      sl_check_fail (error, self->path, "ssp_wave",
                     _ ("the attribute wave_medium says “%s”, the user said “%s”"), sl_medium_name (medium),
                     sl_medium_name (said));
      return FALSE;
    }
  self->air_from = medium == SL_MEDIUM_AIR ? SL_AIR_FROM : INFINITY;
  if (medium == SL_MEDIUM_VACUUM || name == NULL)
    return TRUE;
  sl_h5_attribute_double (file, "ssp_wave", "wave_medium_from_A", &self->air_from);
  if (self->air_from >= 0.0)
    return TRUE;
  sl_check_fail (error, self->path, "ssp_wave",
                 _ ("expected a wavelength as the attribute wave_medium_from_A, found %g"), self->air_from);
  return FALSE;
}

/* Edges of the pixels of wave. */
static gboolean
set_edges (SlTemplates *self, GError **error)
{
  guint n = self->n_wave;
  const double *wave = self->wave;

  self->wave_edges = g_renew (double, self->wave_edges, n + 1);
  for (guint i = 1; i < n; i++)
    self->wave_edges[i] = 0.5 * (wave[i - 1] + wave[i]);
  self->wave_edges[0] = 2.0 * wave[0] - self->wave_edges[1];
  self->wave_edges[n] = 2.0 * wave[n - 1] - self->wave_edges[n - 1];
  if (self->wave_edges[0] <= 0.0)
    {
      sl_check_fail (error, self->path, "ssp_wave",
                     _ ("expected a first pixel that ends above 0 A, found %.9g and %.9g as the first "
                        "wavelengths"),
                     wave[0], wave[1]);
      return FALSE;
    }
  return TRUE;
}

static gboolean
load_axes (SlTemplates *self, SlH5 *file, GError **error)
{
  const char *path = self->path;
  self->lgmet = read_axis (file, path, "ssp_lgmet", LGMET_LEAST, LGMET_SOLAR_MOST, &self->n_met, error);
  if (self->lgmet == NULL)
    return FALSE;
  if (self->lgmet[self->n_met - 1] > LGMET_MOST)
    {
      /* Only fractions are all above 0 and small. */
      sl_check_fail (error, path, "ssp_lgmet",
                     self->lgmet[0] > 0.0 && self->lgmet[self->n_met - 1] < Z_MOST
                         ? _ ("values from %.4g to %.4g look like Z; expected lg Z of the mass fraction")
                         : _ ("values from %.4g to %.4g look like lg(Z/Z☉); expected lg Z of the mass "
                              "fraction"),
                     self->lgmet[0], self->lgmet[self->n_met - 1]);
      return FALSE;
    }
  self->lg_age_gyr =
      read_axis (file, path, "ssp_lg_age_gyr", LG_AGE_LEAST, LG_AGE_YR_MOST, &self->n_age, error);
  if (self->lg_age_gyr == NULL)
    return FALSE;
  if (self->lg_age_gyr[self->n_age - 1] > LG_AGE_MOST)
    {
      sl_check_fail (error, path, "ssp_lg_age_gyr",
                     _ ("values from %.4g to %.4g look like lg(age/yr); expected lg(age/Gyr)"),
                     self->lg_age_gyr[0], self->lg_age_gyr[self->n_age - 1]);
      return FALSE;
    }
  self->wave = read_wave_axis (file, path, "ssp_wave", &self->n_wave, error);
  if (self->wave == NULL)
    return FALSE;

  return set_edges (self, error);
}

static gboolean
load_stars (SlTemplates *self, SlH5 *file, GError **error)
{
  const gsize shape[] = { self->n_met, self->n_age, self->n_wave };
  g_autofree float *flux = read_table (self, file, "ssp_flux", 3, shape, INFINITY, error);
  if (flux == NULL)
    return FALSE;
  gsize n = shape[2], stride = (n + WAVE_MULTIPLE - 1) / WAVE_MULTIPLE * WAVE_MULTIPLE,
        rows = shape[0] * shape[1];
  void *cube = rows * stride * sizeof (float) > MAX_CUBE_BYTES
                   ? NULL
                   : sl_aligned_try_new (rows * stride, sizeof (float));
  if (cube == NULL)
    {
      sl_check_fail (error, self->path, "ssp_flux", _ ("not enough memory"));
      return FALSE;
    }
  self->flux = cube;
  self->wave_stride = stride;
  age_first (self->flux, flux, 1, shape[0], shape[1], n, stride);

  if (!sl_h5_exists (file, "ssp_mstar_surviving"))
    return TRUE;
  g_autofree float *mstar =
      read_table (self, file, "ssp_mstar_surviving", 2, shape, MSTAR_SURVIVING_MOST, error);
  if (mstar == NULL)
    return FALSE;
  self->mstar_surviving = g_new (float, rows);
  age_first (self->mstar_surviving, mstar, 1, shape[0], shape[1], 1, 1);
  return TRUE;
}

/* A spectrum without light belongs to no stars. */
static gboolean
check_light (const SlTemplates *self, GError **error)
{
  for (guint a = 0; a < self->n_age; a++)
    for (guint z = 0; z < self->n_met; z++)
      {
        const float *flux = self->flux + ((gsize) a * self->n_met + z) * self->wave_stride;
        guint i = 0;

        while (i < self->n_wave && flux[i] == 0.0f)
          i++;
        if (i < self->n_wave)
          continue;
        sl_check_fail (error, self->path, "ssp_flux",
                       _ ("expected light, found 0 at all wavelengths of metallicity %u, age %u (from 0)"), z,
                       a);
        return FALSE;
      }
  return TRUE;
}

/* The unit of the library's wavelengths if it is not Angstrom. The light of old stars per Hz is brightest
 * near 1.6 µm, whatever the library; one that ends before is brightest at its end. */
static SlMend
suspect_unit (const SlTemplates *self, SlH5 *file)
{
  const float *old = self->flux + ((gsize) self->n_age * self->n_met - 1) * self->wave_stride;
  const double last = self->wave[self->n_wave - 1];
  const double least = self->lg_age_gyr[self->n_age - 1] >= LG_AGE_OLD ? OLD_PEAK_LEAST : YOUNG_PEAK_LEAST;
  g_autofree char *units = sl_h5_attribute_string (file, "ssp_wave", "units");
  guint peak = 0;

  if (sl_mend_unit (units))
    return sl_mend_unit (units);
  for (guint i = 1; i < self->n_wave; i++)
    if (old[i] > old[peak])
      peak = i;
  if (last >= LAST_WAVE_LEAST && (self->wave[peak] >= least || peak == self->n_wave - 1))
    return 0;
  return self->wave[peak] < METRES_BELOW        ? SL_MEND_M
         : self->wave[peak] < MICROMETRES_BELOW ? SL_MEND_UM
                                                : SL_MEND_NM;
}

/* Converts an axis of n wavelengths to Angstrom. */
static void
scale_axis (SlTemplates *self, double *axis, guint n, const char *name, SlMend unit)
{
  for (guint i = 0; i < n; i++)
    axis[i] *= sl_mend_factor (unit);
  sl_mend_tell (self->notes, self->path, name, _ ("wavelengths were converted from %s to Angstrom"),
                sl_mend_title (unit));
}

static gboolean
mend_wave (SlTemplates *self, SlH5 *file, SlMend allowed, GError **error)
{
  const SlMend suspected = suspect_unit (self, file);
  const double *wave = self->wave;

  if (!suspected)
    return TRUE;
  if (!(suspected & allowed))
    return sl_mend_refuse (error, suspected, self->path, "ssp_wave",
                           _ ("expected Angstrom, found wavelengths from %.4g to %.4g, and old stars that "
                              "are brightest there as if they were in %s"),
                           wave[0], wave[self->n_wave - 1], sl_mend_title (suspected));
  scale_axis (self, self->wave, self->n_wave, "ssp_wave", suspected);
  return set_edges (self, error);
}

/* Lines of files that have no nebular group: without ionisation, at all ages, and with the continuum of gas,
 * if any, in that of stars. */
#define EMLINE "ssp_emline_luminosity"
#define EMLINE_WAVE "ssp_emline_wave"
#define EMLINE_LGU 3

/* Lines are in Angstrom where the bluest lies above the Lyman limit; the continuum is in the unit of its
 * lines. */
static gboolean
mend_gas_wave (SlTemplates *self, const char *name, SlMend allowed, GError **error)
{
  double least = self->line_wave[0];
  SlMend suspected;

  for (guint i = 1; i < self->n_line; i++)
    least = MIN (least, self->line_wave[i]);
  if (least >= LINE_LEAST)
    return TRUE;
  suspected = least < METRES_BELOW ? SL_MEND_M : least < LINE_MICROMETRES_BELOW ? SL_MEND_UM : SL_MEND_NM;
  if (!(suspected & allowed))
    return sl_mend_refuse (error, suspected, self->path, name,
                           _ ("expected Angstrom, found a line at %.4g: are they in %s?"), least,
                           sl_mend_title (suspected));
  scale_axis (self, self->line_wave, self->n_line, name, suspected);
  if (strcmp (name, EMLINE_WAVE) != 0)
    scale_axis (self, self->cwave, self->n_cwave, "nebular/wave", suspected);
  return TRUE;
}

static gboolean
load_resolution (SlTemplates *self, SlH5 *file, GError **error)
{
  const gsize shape[] = { self->n_wave };

  if (!sl_h5_exists (file, "ssp_fwhm"))
    return TRUE;
  self->fwhm = read_table (self, file, "ssp_fwhm", 1, shape, INFINITY, error);
  return self->fwhm != NULL;
}

static gboolean
load_n_young (SlTemplates *self, SlH5 *file, GError **error)
{
  g_autofree double *n_young = sl_h5_read_double (file, "nebular/n_young", 0, NULL, error);
  if (n_young == NULL)
    return FALSE;
  if (!(*n_young >= 1.0 && *n_young <= self->n_age && *n_young == floor (*n_young)))
    {
      sl_check_fail (error, self->path, "nebular/n_young",
                     _ ("expected a whole number from 1 to %u, the number of ages, found %g"), self->n_age,
                     *n_young);
      return FALSE;
    }
  self->n_young = *n_young;
  return TRUE;
}

/* Wavelengths and names of the lines, from datasets of these names. */
static gboolean
load_line_list (SlTemplates *self, SlH5 *file, const char *wave, const char *name, GError **error)
{
  const char *path = self->path;
  gsize n = 0, n_names = 0;
  self->line_wave = sl_h5_read_double (file, wave, 1, &n, error);
  if (self->line_wave == NULL || !sl_check_length (path, wave, n, 1, error)
      || !sl_check_range (path, wave, self->line_wave, n, G_MINDOUBLE, INFINITY, error))
    return FALSE;
  self->n_line = n;
  self->line_name = sl_h5_read_strings (file, name, &n_names, error);
  if (self->line_name == NULL)
    return FALSE;
  if (n_names != n)
    {
      sl_check_fail (error, path, name,
                     _ ("expected %zu names, one per line, found %zu"), n,
                     n_names);
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    if (*g_strstrip (self->line_name[i]) == 0)
      {
        sl_check_fail (error, path, name,
                       _ ("expected names, found an empty one at index %zu"), i);
        return FALSE;
      }
  return TRUE;
}

static gboolean
load_lines (SlTemplates *self, SlH5 *file, GError **error)
{
  if (!load_line_list (self, file, "nebular/line_wave", "nebular/line_name", error))
    return FALSE;
  const gsize shape[] = { self->n_lgu, self->n_met, self->n_young, self->n_line };
  self->line_luminosity = read_age_first (self, file, "nebular/line_luminosity", shape, error);
  return self->line_luminosity != NULL;
}

static gboolean
load_gas (SlTemplates *self, SlH5 *file, GError **error)
{
  const char *path = self->path;
  self->lgu = read_axis (file, path, "nebular/lgu", -INFINITY, INFINITY, &self->n_lgu, error);
  if (self->lgu == NULL || !load_n_young (self, file, error))
    return FALSE;
  self->cwave = read_wave_axis (file, path, "nebular/wave", &self->n_cwave, error);
  if (self->cwave == NULL)
    return FALSE;
  const gsize shape[] = { self->n_lgu, self->n_met, self->n_young, self->n_cwave };
  self->continuum = read_age_first (self, file, "nebular/continuum", shape, error);
  return self->continuum != NULL && load_lines (self, file, error);
}

/* Lines that depend on metals and age alone, as DSPS writes them: the same at three values of the ionisation,
 * as few as the engine takes. Ages without lines count as old. */
static gboolean
load_emission_lines (SlTemplates *self, SlH5 *file, GError **error)
{
  if (!load_line_list (self, file, EMLINE_WAVE, "ssp_emline_name", error))
    return FALSE;
  const gsize shape[] = { self->n_met, self->n_age, self->n_line };
  g_autofree float *table = read_table (self, file, EMLINE, 3, shape, INFINITY, error);
  const gsize row = self->n_line;
  const SlParamInfo *info = sl_param_info (SL_PARAM_LGU_MEAN);
  if (table == NULL)
    return FALSE;
  self->n_young = 1;
  for (gsize i = 0; i < shape[0] * shape[1] * row; i++)
    if (table[i] > 0.0f)
      self->n_young = MAX (self->n_young, (guint) (i / row % self->n_age) + 1);
  self->n_lgu = EMLINE_LGU;
  self->n_cwave = 2;
  self->lgu = g_new (double, EMLINE_LGU);
  self->cwave = g_new (double, 2);
  for (guint u = 0; u < EMLINE_LGU; u++)
    self->lgu[u] = info->lo + (info->hi - info->lo) * u / (EMLINE_LGU - 1);
  self->cwave[0] = self->wave[0];
  self->cwave[1] = self->wave[self->n_wave - 1];
  self->continuum = sl_size_try_new (EMLINE_LGU * shape[0] * self->n_young, self->n_cwave, sizeof (float));
  self->line_luminosity = sl_size_try_new (EMLINE_LGU * shape[0] * self->n_young, row, sizeof (float));
  if (self->continuum == NULL || self->line_luminosity == NULL)
    {
      sl_check_fail (error, self->path, EMLINE, _ ("not enough memory"));
      return FALSE;
    }
  for (gsize k = 0; k < self->n_young; k++)
    for (gsize u = 0; u < EMLINE_LGU; u++)
      for (gsize z = 0; z < shape[0]; z++)
        memcpy (self->line_luminosity + ((k * EMLINE_LGU + u) * shape[0] + z) * row,
                table + (z * self->n_age + k) * row, row * sizeof *table);
  sl_mend_tell (self->notes, self->path, EMLINE,
                _ ("%u emission lines, which depend on metals and age alone: the ionisation parameter has no "
                   "effect, and the continuum of gas is that in the spectra of stars, if any"),
                self->n_line);
  return TRUE;
}

static gboolean
load_zsun (SlTemplates *self, SlH5 *file, GError **error)
{
  self->zsun = SL_ZSUN_DEFAULT;
  sl_h5_attribute_double (file, "/", "z_sun", &self->zsun);
  if (self->zsun > 0.0 && self->zsun < 1.0)
    return TRUE;
  sl_check_fail (error, self->path, "z_sun", _ ("expected a mass fraction between 0 and 1, found %g"),
                 self->zsun);
  return FALSE;
}

/* Another unit than erg/s is off by powers of ten. */
static gboolean
load_lsun (SlTemplates *self, SlH5 *file, GError **error)
{
  self->lsun = LSUN_DEFAULT;
  sl_h5_attribute_double (file, "/", "lsun_erg_per_s", &self->lsun);
  if (self->lsun > 0.9 * LSUN_DEFAULT && self->lsun < 1.1 * LSUN_DEFAULT)
    return TRUE;
  sl_check_fail (error, self->path, "lsun_erg_per_s",
                 _ ("expected the Sun's luminosity in erg/s, about %g, found %g"), LSUN_DEFAULT, self->lsun);
  return FALSE;
}

SlTemplates *
sl_templates_load (const char *path, GError **error)
{
  return sl_templates_load_as (path, 0, SL_MEDIUM_LIBRARY, error);
}

SlTemplates *
sl_templates_load_as (const char *path, SlMend allowed, SlMedium said, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);
  g_autoptr (SlH5) file = sl_h5_open (path, error);
  if (file == NULL)
    return NULL;
  g_autoptr (SlTemplates) self = g_new0 (SlTemplates, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->path = g_strdup (path);
  self->notes = g_string_new (NULL);
  if (!load_zsun (self, file, error) || !load_lsun (self, file, error) || !load_axes (self, file, error)
      || !load_stars (self, file, error) || !check_light (self, error)
      || !mend_wave (self, file, allowed, error) || !load_medium (self, file, said, error)
      || !load_resolution (self, file, error))
    return NULL;
  self->band_grid = sl_band_grid_new (self->wave, self->n_wave, self->air_from);
  self->library = sl_h5_attribute_string (file, "/", "library");
  self->imf = sl_h5_attribute_string (file, "/", "imf");
  if (sl_h5_exists (file, "nebular")
          ? !load_gas (self, file, error) || !mend_gas_wave (self, "nebular/line_wave", allowed, error)
          : sl_h5_exists (file, EMLINE)
                && (!load_emission_lines (self, file, error)
                    || !mend_gas_wave (self, EMLINE_WAVE, allowed, error)))
    return NULL;
  return sl_h5_finish (file, error) ? g_steal_pointer (&self) : NULL;
}

SlMedium
sl_templates_medium (const SlTemplates *self)
{
  return isinf (self->air_from) ? SL_MEDIUM_VACUUM : SL_MEDIUM_AIR;
}

SlTemplates *
sl_templates_ref (SlTemplates *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
sl_templates_unref (SlTemplates *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->path);
  if (self->notes)
    g_string_free (self->notes, TRUE);
  g_free (self->lgmet);
  g_free (self->lg_age_gyr);
  g_free (self->wave);
  g_free (self->wave_edges);
  sl_band_grid_free (self->band_grid);
  g_free (self->fwhm);
  g_free (self->library);
  g_free (self->imf);
  sl_aligned_free (self->flux);
  g_free (self->mstar_surviving);
  g_free (self->lgu);
  g_free (self->cwave);
  g_free (self->continuum);
  g_free (self->line_wave);
  g_strfreev (self->line_name);
  g_free (self->line_luminosity);
  g_free (self);
}
