/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/figures/sl-population-labels.h"

#include "app/figures/sl-param-labels.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

static const struct { const char *symbol, *title; } fraction_table[] = {
  { "lg <i>M</i><sub>½</sub>", N_ ("Halo mass at the middle of the transition") },
  { "<i>k</i><sub>f</sub>", N_ ("Steepness of the quenched fraction") },
  { "<i>f</i><sub>low</sub>", N_ ("Quenched fraction in small haloes") },
  { "<i>f</i><sub>high</sub>", N_ ("Quenched fraction in large haloes") },
};

static const struct { const char *symbol, *title, *title_second;
} kind_table[] = {
  [SL_PHI_MEAN] = { "⟨%s⟩", N_ ("Mean of: %s"), N_ ("Mean of: %s (quenched)") },
  [SL_PHI_SCATTER] = { "σ(%s)", N_ ("Scatter of: %s"), N_ ("Scatter of: %s (quenched)") },
  [SL_PHI_SLOPE] = { "%s", N_ ("Slope with halo mass of: %s"),
                     N_ ("Slope with halo mass of: %s (quenched)") },
};

static const SlParamLabel *
label_of (const SlPopulationSpec *spec, int p)
{
  return sl_param_label_of (&spec->base, sl_pop_param (p));
}

char *
sl_population_label_symbol (const SlPopulationSpec *spec, const SlPopPhi *phi)
{
  if (phi->kind == SL_PHI_FRACTION)
    return g_strdup (fraction_table[phi->parameter].symbol);
  if (phi->kind == SL_PHI_CORRELATION)
    return g_strdup_printf ("ρ(%s, %s)", label_of (spec, spec->correlation[phi->parameter].a)->symbol,
                            label_of (spec, spec->correlation[phi->parameter].b)->symbol);
  if (phi->kind == SL_PHI_SLOPE)
    return g_strdup_printf ("d⟨%s⟩/d%s", label_of (spec, phi->parameter)->symbol,
                            label_of (spec, SL_POP_LOGM0)->symbol);
  return g_strdup_printf (kind_table[phi->kind].symbol, label_of (spec, phi->parameter)->symbol);
}

char *
sl_population_label_title (const SlPopulationSpec *spec, const SlPopPhi *phi)
{
  if (phi->kind == SL_PHI_FRACTION)
    return g_strdup (_ (fraction_table[phi->parameter].title));
  if (phi->kind == SL_PHI_CORRELATION)
    /* Translators: names of two parameters */
    return g_strdup_printf (_ ("Correlation of %s and %s"),
                            _ (label_of (spec, spec->correlation[phi->parameter].a)->title),
                            _ (label_of (spec, spec->correlation[phi->parameter].b)->title));
  return g_strdup_printf (_ (phi->components == 2 ? kind_table[phi->kind].title_second
                                                  : kind_table[phi->kind].title),
                          _ (label_of (spec, phi->parameter)->title));
}

const char *
sl_population_label_unit (const SlPopulationSpec *spec, const SlPopPhi *phi)
{
  const SlParamInfo *info;

  if (phi->kind == SL_PHI_FRACTION)
    return phi->parameter == 0 ? "dex" : "";
  if (phi->kind == SL_PHI_CORRELATION)
    return "";
  info = sl_param_info (sl_pop_param (phi->parameter));
  if (phi->kind == SL_PHI_MEAN && !info->lg)
    return info->unit;
  return info->lg ? "dex" : phi->kind == SL_PHI_SLOPE ? "" : info->unit;
}

int
sl_population_label_find (const SlPopulationSpec *spec, const char *name, SlPopPhi *phi)
{
  const guint n = sl_population_parameters (spec, phi);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *of = sl_population_name (spec, &phi[i]);

      if (strcmp (of, name) == 0)
        return (int) i;
    }
  return -1;
}

const char *
sl_population_label_band (const SlPopulationSpec *spec, guint band)
{
  const char *slash = strrchr (spec->band[band], '/');

  return slash ? slash + 1 : spec->band[band];
}

char *
sl_population_label_count (double n)
{
  g_autofree char *digits = g_strdup_printf ("%.0f", fabs (round (n)));
  GString *text = g_string_new (n <= -0.5 ? "−" : "");
  const gsize length = strlen (digits);

  for (gsize i = 0; i < length; i++)
    {
      /* Numbers of four digits have no space. */
      if (i && length > 4 && (length - i) % 3 == 0)
        g_string_append (text, "\u202f");
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}
