/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/tables/sl-output-facts.h"

#include <string.h>

#include "app/io/sl-text.h"

static gboolean
ends_with (const char *path, const char *ending)
{
  const gsize n = strlen (path), m = strlen (ending);

  return n >= m && g_ascii_strcasecmp (path + n - m, ending) == 0;
}

SlOutputFormat
sl_output_format (const char *path)
{
  return ends_with (path, ".csv")    ? SL_OUTPUT_CSV
         : ends_with (path, ".ecsv") ? SL_OUTPUT_ECSV
                                      : SL_OUTPUT_HDF5;
}

const char *
sl_output_medium (SlMedium medium)
{
  return medium == SL_MEDIUM_VACUUM ? "vacuum" : "air from 2000 Angstrom on, vacuum below";
}

void
sl_output_facts (const SlTemplates *t, const SlFilterSet *filters, const char *engine, const char *command,
                 SlTextFact facts[SL_OUTPUT_N_FACTS])
{
  const SlTextFact all[SL_OUTPUT_N_FACTS] = {
    { "program", g_strdup ("starloom " SL_VERSION) },
    { "command", g_strdup (command) },
    { "grid", g_path_get_basename (t->path) },
    { "filters", g_path_get_basename (filters->path) },
    { "engine", g_strdup (engine) },
    { "wavelengths", g_strconcat ("Angstrom, ", sl_output_medium (sl_templates_medium (t)),
                                  t->medium_given ? "" : "; the library does not say", NULL) },
    { "magnitudes", g_strdup ("AB") },
    { "initial_mass_function", g_strdup (t->imf ? t->imf : "not stated by the library") },
  };

  memcpy (facts, all, sizeof all);
}

void
sl_output_facts_clear (SlTextFact facts[SL_OUTPUT_N_FACTS])
{
  for (guint i = 0; i < SL_OUTPUT_N_FACTS; i++)
    g_free (facts[i].value);
}

const char *
sl_output_unit_name (const char *sign)
{
  static const struct {
    const char *sign, *name;
  } table[] = {
    { "Å", "Angstrom" },
    { "M☉", "Msun" },
    { "M☉/yr", "Msun/yr" },
    { "mag", "mag" },
    { "µJy", "uJy" },
    { "Gyr", "Gyr" },
    { "L☉", "Lsun" },
    { "L☉/Å", "Lsun/Angstrom" },
    { "M☉/L☉", "Msun/Lsun" },
    { "s⁻¹", "1/s" },
    /* of parameters */
    { "M<sub>☉</sub>", "Msun" },
    { "yr<sup>−1</sup>", "1/yr" },
    { "yr", "yr" },
    { "dex", "dex" },
    { "km/s", "km/s" },
    { "100 km/s/Mpc", "100 km/s/Mpc" },
    { "%", "%" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_strcmp0 (sign, table[i].sign) == 0)
      return table[i].name;
  return "";
}

/* The label in plain text: a subscript is a word of its own. */
static char *
description_of (const char *label)
{
  g_autoptr (GString) text = g_string_new (label);

  g_string_replace (text, "<sub>", " <sub>", 0);
  return sl_text_from_markup (text->str);
}

gboolean
sl_output_unit (const SlFilterSet *filters, const SlTemplates *templates, const char *name,
                SlOutputUnit *unit, GError **error)
{
  SlObservableLabel label = { 0 };

  if (!sl_observable_label (filters, templates, name, &label, error))
    return FALSE;
  unit->unit = sl_output_unit_name (label.unit);
  unit->lg = g_str_has_prefix (label.label, "lg ");
  unit->description = description_of (label.label);
  sl_observable_label_clear (&label);
  return TRUE;
}

char *
sl_output_unit_text (const char *unit, gboolean lg)
{
  if (!lg)
    return g_strdup (unit);
  return *unit && strcmp (unit, "dex") != 0 ? g_strdup_printf ("dex(%s)", unit) : g_strdup ("dex");
}

char *
sl_output_param_unit (SlParamId id)
{
  const SlParamInfo *info = sl_param_info (id);

  /* Astropy warns of two slashes. */
  return id == SL_PARAM_H ? g_strdup ("100 km s-1 Mpc-1")
                          : sl_output_unit_text (sl_output_unit_name (info->unit), info->lg);
}
