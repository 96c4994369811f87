/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/figures/sl-labels.h"

#include <string.h>

#include <glib/gi18n.h>

#include "model/observables/sl-emission-lines.h"
#include "model/observables/sl-line-bands.h"
#include "model/ssp/sl-imf.h"

char *
sl_label_observable (const char *observable, const SlTemplates *templates)
{
  static const struct { const char *prefix, *format; } kinds[] = {
    { "rest:LSST/", N_ ("%s at rest") }, { "obs:LSST/", N_ ("%s as observed") } };
  static const struct { const char *name, *label; } others[] = {
    { "lgsfr", N_ ("Star-formation rate without the burst") },
    { "lgsfr10", N_ ("Star-formation rate, last 10 Myr") },
    { "lgsfr100", N_ ("Star-formation rate, last 100 Myr") },
    { "balmer_decrement", N_ ("Balmer decrement Hα/Hβ") },
    { "lglir", N_ ("Infrared luminosity") }, { "rest:WISE/W2-W3", N_ ("Colour 5 to 12 µm at rest") },
    { "rest:HERSCHEL/PACS70-PACS160", N_ ("Colour 70 to 160 µm at rest") } };
  static const struct { const char *name, *label; } masses[] = {
    { "lgmstar_formed", N_ ("Stellar mass formed") },
    { "lgmstar_with_remnants", N_ ("Stellar mass, living + remnants") },
    { "lgmstar_living", N_ ("Stellar mass, living") } };
  const SlLineBand *line = g_str_has_prefix (observable, "ew:") ? sl_line_band_find (observable + 3) : NULL;

  if (g_str_has_prefix (observable, "line:") && !strchr (observable, '/'))
    {
      g_autofree char *name = sl_emission_line_label (observable + strlen ("line:"));

      return g_strdup_printf (_ ("Luminosity of %s"), name);
    }
  if (line)
    return g_strdup_printf (_ ("Width of %s"), _ (line->label));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (observable, kinds[i].prefix))
      {
        g_auto (GStrv) part = g_strsplit (observable + strlen (kinds[i].prefix), "-", 2);
        g_autofree char *name = g_strjoinv (" − ", part);

        return g_strdup_printf (_ (kinds[i].format), name);
      }
  for (guint i = 0; i < G_N_ELEMENTS (masses); i++)
    if (g_strcmp0 (observable, masses[i].name) == 0)
      /* Translators: which mass, and the initial mass function: “Stellar mass formed (Kroupa)” */
      return templates ? g_strdup_printf (_ ("%s (%s)"), _ (masses[i].label),
                                          sl_imf_of_library (templates->imf)->title)
                       : g_strdup (_ (masses[i].label));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_strcmp0 (observable, others[i].name) == 0)
      return g_strdup (_ (others[i].label));
  return g_strdup (observable);
}

const char *
sl_label_unit (const char *observable)
{
  static const struct { const char *prefix, *unit;
  } kinds[] = {
    { "rest:", "mag" }, { "obs:", "mag" }, { "ew:", "Å" },  { "fnu:", "µJy" },  { "lick:", "Å" },
    { "index:", "Å" },  { "age_", "Gyr" }, { "lg", "dex" }, { "flux:", "dex" }, { "cont:", "dex" }
  };

  if (g_str_has_prefix (observable, "line") && !strchr (observable, '/'))
    return "dex";
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (observable, kinds[i].prefix))
      return kinds[i].unit;
  return "";
}
