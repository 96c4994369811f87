/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/io/sl-library-facts.h"

#include <math.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "model/io/sl-file.h"

/* Resolutions that differ by less count as one. */
#define SAME_FWHM 0.01
/* A stretch of one resolution is told where it is this long, as a ratio of wavelengths. */
#define STRETCH 1.1
/* Stretches beyond say nothing of lines and colours. */
#define STRETCH_HI 25000.0
/* Files above this are not read again for a checksum. */
#define MOST_BYTES (G_GUINT64_CONSTANT (1) << 26)

static void
fact_free (gpointer data)
{
  SlLibraryFact *fact = data;

  g_free (fact->title);
  g_free (fact->value);
  g_free (fact);
}

/* Takes the value. */
static void
add (GPtrArray *facts, const char *title, char *value)
{
  SlLibraryFact *fact = g_new0 (SlLibraryFact, 1);

  fact->title = g_strdup (title);
  fact->value = value;
  g_ptr_array_add (facts, fact);
}

char *
sl_library_name (const SlTemplates *t)
{
  return t->library && *t->library ? g_strdup (t->library) : g_path_get_basename (t->path);
}

/* A logarithm with a real minus sign; g_free. */
static char *
lg (double value)
{
  return g_strdup_printf ("%s%.2f", value < 0.0 ? "−" : "", fabs (value));
}

static char *
metals (const SlTemplates *t)
{
  g_autofree char *lo = lg (t->lgmet[0] - log10 (t->zsun)),
                  *hi = lg (t->lgmet[t->n_met - 1] - log10 (t->zsun));

  /* Translators: how many, and lg of metals relative to the Sun's at both ends */
  return g_strdup_printf (_ ("%u, lg(Z/Z☉) from %s to %s"), t->n_met, lo, hi);
}

static char *
age (double lg_gyr)
{
  return lg_gyr < -1.0 ? g_strdup_printf (_ ("%.3g Myr"), 1e3 * pow (10.0, lg_gyr))
                       : g_strdup_printf (_ ("%.3g Gyr"), pow (10.0, lg_gyr));
}

static char *
ages (const SlTemplates *t)
{
  g_autofree char *lo = age (t->lg_age_gyr[0]), *hi = age (t->lg_age_gyr[t->n_age - 1]);

  /* Translators: how many ages, and both ends */
  return g_strdup_printf (_ ("%u, from %s to %s"), t->n_age, lo, hi);
}

static char *
wave (double wave)
{
  return wave < 1e5 ? g_strdup_printf ("%.0f Å", wave) : g_strdup_printf ("%.4g µm", 1e-4 * wave);
}

static char *
wavelengths (const SlTemplates *t)
{
  g_autofree char *lo = wave (t->wave[0]), *hi = wave (t->wave[t->n_wave - 1]);

  return g_strdup_printf (_ ("%u, from %s to %s"), t->n_wave, lo, hi);
}

static char *
medium (const SlTemplates *t)
{
  if (sl_templates_medium (t) == SL_MEDIUM_VACUUM)
    return g_strdup (t->medium_given ? _ ("Vacuum") : _ ("Vacuum (assumed: the file does not say)"));
  return g_strdup_printf (t->medium_given ? _ ("Air from %.0f Å on, vacuum below")
                                          : _ ("Air from %.0f Å on, vacuum below (as you said: the file does "
                                               "not say)"),
                          t->air_from);
}

/* "2 Å from 914 to 3536 Å; 2.5 Å from 3540 to 7349 Å": stretches of one resolution. */
static char *
resolution (const SlTemplates *t)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0, end; t->fwhm && i < t->n_wave && t->wave[i] < STRETCH_HI; i = end)
    {
      for (end = i + 1; end < t->n_wave && fabs (t->fwhm[end] / t->fwhm[i] - 1.0) < SAME_FWHM; end++)
        ;
      if (t->wave[end - 1] < STRETCH * t->wave[i])
        continue;
      /* Translators: the first %s is a separator or nothing */
      g_string_append_printf (text, _ ("%s%.3g Å from %.0f to %.0f Å"), text->len ? "; " : "",
                              (double) t->fwhm[i], t->wave[i], t->wave[end - 1]);
    }
  if (!text->len)
    return g_strdup (t->fwhm ? _ ("Different at each wavelength") : _ ("Not in the file"));
  return g_strdup (text->str);
}

static char *
gas (const SlTemplates *t)
{
  g_autofree char *oldest = NULL, *lo = NULL, *hi = NULL;

  if (t->n_lgu == 0)
    return g_strdup (_ ("None: no emission lines"));
  oldest = age (t->lg_age_gyr[t->n_young - 1]);
  lo = lg (t->lgu[0]);
  hi = lg (t->lgu[t->n_lgu - 1]);
  /* Translators: how many ionisation parameters, their ends, how many lines, an age */
  return g_strdup_printf (_ ("%u ionisation parameters, lg U from %s to %s; %u lines; around stars up to %s"),
                          t->n_lgu, lo, hi, t->n_line, oldest);
}

/* NULL where the file is too large or gone. */
static char *
checksum (const SlTemplates *t)
{
  const int fd = sl_file_open (t->path, "", NULL, NULL);
  g_autoptr (GMappedFile) file = fd < 0 ? NULL : g_mapped_file_new_from_fd (fd, FALSE, NULL);

  if (fd >= 0)
    close (fd);
  if (!file || g_mapped_file_get_length (file) > MOST_BYTES)
    return NULL;
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) g_mapped_file_get_contents (file),
                                      g_mapped_file_get_length (file));
}

GPtrArray *
sl_library_facts (const SlTemplates *t)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func (fact_free);
  g_autofree char *sum = checksum (t);

  add (facts, _ ("Name"), sl_library_name (t));
  add (facts, _ ("Initial mass function"), g_strdup (t->imf && *t->imf ? t->imf : _ ("Not in the file")));
  add (facts, _ ("Metals of the Sun"), g_strdup_printf ("Z☉ = %.4g", t->zsun));
  add (facts, _ ("Metallicities"), metals (t));
  add (facts, _ ("Ages"), ages (t));
  add (facts, _ ("Wavelengths"), wavelengths (t));
  add (facts, _ ("Medium of wavelengths"), medium (t));
  add (facts, _ ("Resolution (FWHM)"), resolution (t));
  add (facts, _ ("Ionised gas"), gas (t));
  add (facts, _ ("File"), g_filename_display_name (t->path));
  add (facts, _ ("Checksum (SHA-256)"), sum ? g_steal_pointer (&sum) : g_strdup (_ ("Not computed")));
  return facts;
}
