/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ssp/sl-imf.h"

#include <string.h>

#include "model/formulas/sl-formula.h"

static const SlImf imf_table[] = {
  { "chabrier", "Chabrier", 0.225, 0.145, -1.42 },
  { "kroupa", "Kroupa", 0.211, 0.13, -1.45 },
  { "salpeter", "Salpeter", 0.13, 0.055, -1.67 },
  { "van_dokkum", "van Dokkum", 0.238, 0.156, -1.40 },
};

const SlImf *
sl_imf_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (imf_table); i++)
    if (g_strcmp0 (name, imf_table[i].name) == 0)
      return &imf_table[i];
  return NULL;
}

const SlImf *
sl_imf_of_library (const char *text)
{
  g_autofree char *words = text ? g_ascii_strdown (text, -1) : NULL;

  for (guint i = 0; words && i < G_N_ELEMENTS (imf_table); i++)
    {
      g_autofree char *title = g_ascii_strdown (imf_table[i].title, -1);

      if (strstr (words, title))
        return &imf_table[i];
    }
  return sl_imf_find ("kroupa");
}

char *
sl_imf_names (void)
{
  GString *list = g_string_new (imf_table[0].name);

  for (guint i = 1; i < G_N_ELEMENTS (imf_table); i++)
    g_string_append_printf (list, "|%s", imf_table[i].name);
  return g_string_free (list, FALSE);
}

double
sl_imf_surviving (const SlImf *self, double lg_age_gyr)
{
  return sl_mass_surviving_d (lg_age_gyr + 9.0, self->surviving_a, self->surviving_d);
}

double
sl_imf_living (const SlImf *self, double lg_age_gyr)
{
  return sl_imf_surviving (self, lg_age_gyr) - sl_imf_remnant (self, lg_age_gyr);
}

double
sl_imf_remnant (const SlImf *self, double lg_age_gyr)
{
  return sl_mass_remnant_d (lg_age_gyr + 9.0, self->remnant_a);
}
