/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/observables/sl-emission-lines.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/support/sl-error.h"

/* Relative. Wavelengths in air and in vacuum differ by 2.9e-4; the doublets of the table are 7e-4 apart. */
#define SAME_LINE 4e-4
#define N_NEAREST 4

/* Short names: the ion as libraries write it, and the wavelengths of the lines that the name sums [A; air
 * from 2000 A on, vacuum below]. */
static const struct {
  const char *name, *label, *ion;
  double wave[SL_MAX_SUMMED_LINES];
} short_table[] = {
  { "Lyalpha", "Lyα", "H I", { 1215.67 } },
  { "Lybeta", "Lyβ", "H I", { 1025.72 } },
  { "Halpha", "Hα", "H I", { 6562.80 } },
  { "Hbeta", "Hβ", "H I", { 4861.32 } },
  { "Hgamma", "Hγ", "H I", { 4340.46 } },
  { "Hdelta", "Hδ", "H I", { 4101.73 } },
  { "Paalpha", "Paα", "H I", { 18751.0 } },
  { "Pabeta", "Paβ", "H I", { 12818.1 } },
  { "Pagamma", "Paγ", "H I", { 10938.1 } },
  { "Bralpha", "Brα", "H I", { 40511.5 } },
  { "Brgamma", "Brγ", "H I", { 21655.3 } },
  { "HeI4471", "He I 4471", "He I", { 4471.50 } },
  { "HeI5876", "He I 5876", "He I", { 5875.66 } },
  { "HeI10830", "He I 10830", "He I", { 10830.2 } },
  { "HeII1640", "He II 1640", "He II", { 1640.41 } },
  { "HeII4686", "He II 4686", "He II", { 4685.68 } },
  { "CIII1909", "C III] 1909", "C III", { 1906.68, 1908.73 } },
  { "CII158", "[C II] 158 µm", "C II", { 1576360.0 } },
  { "NII6548", "[N II] 6548", "N II", { 6548.05 } },
  { "NII6584", "[N II] 6584", "N II", { 6583.45 } },
  { "NII5755", "[N II] 5755", "N II", { 5754.59 } },
  { "OI6300", "[O I] 6300", "O I", { 6300.30 } },
  { "OII3726", "[O II] 3726", "O II", { 3726.03 } },
  { "OII3729", "[O II] 3729", "O II", { 3728.81 } },
  { "OII3727", "[O II] 3727", "O II", { 3726.03, 3728.81 } },
  { "OII7325", "[O II] 7325", "O II", { 7323.0, 7332.0 } },
  { "OIII1663", "O III] 1663", "O III", { 1660.81, 1666.15 } },
  { "OIII4363", "[O III] 4363", "O III", { 4363.21 } },
  { "OIII4959", "[O III] 4959", "O III", { 4958.91 } },
  { "OIII5007", "[O III] 5007", "O III", { 5006.84 } },
  { "OIII88", "[O III] 88 µm", "O III", { 883323.0 } },
  { "NeIII3869", "[Ne III] 3869", "Ne III", { 3868.76 } },
  { "MgII2798", "Mg II 2798", "Mg II", { 2795.53, 2802.71 } },
  { "SII6717", "[S II] 6717", "S II", { 6716.44 } },
  { "SII6731", "[S II] 6731", "S II", { 6730.82 } },
  { "SII6725", "[S II] 6717, 6731", "S II", { 6716.44, 6730.82 } },
  { "SIII9069", "[S III] 9069", "S III", { 9068.62 } },
  { "SIII9531", "[S III] 9531", "S III", { 9530.62 } },
};

/* Without blanks, brackets and letter case: "[OIII]" is "O III" too. */
static char *
folded (const char *name)
{
  GString *key = g_string_new (NULL);

  for (const char *p = name; *p; p++)
    if (!strchr (" []", *p))
      g_string_append_c (key, g_ascii_tolower (*p));
  return g_string_free (key, FALSE);
}

static int
find_short (const char *name)
{
  g_autofree char *key = folded (name);

  for (guint i = 0; i < G_N_ELEMENTS (short_table); i++)
    if (g_ascii_strcasecmp (key, short_table[i].name) == 0)
      return i;
  return -1;
}

/* The ion's line at this wavelength, or -1. */
static int
line_at (const SlTemplates *t, const char *ion, double wave)
{
  g_autofree char *key = folded (ion);
  const gsize n = strlen (key);
  double least = SAME_LINE * wave;
  int found = -1;

  for (guint l = 0; l < t->n_line; l++)
    {
      g_autofree char *name = folded (t->line_name[l]);
      const double distance = fabs (t->line_wave[l] - wave);

      /* "O II" does not begin "O III". */
      if (!(distance < least) || strncmp (name, key, n) != 0 || !g_ascii_isdigit (name[n]))
        continue;
      least = distance;
      found = l;
    }
  return found;
}

static int
line_named (const SlTemplates *t, const char *name)
{
  g_autofree char *key = folded (name);

  for (guint l = 0; l < t->n_line; l++)
    {
      g_autofree char *other = folded (t->line_name[l]);

      if (strcmp (key, other) == 0)
        return l;
    }
  return -1;
}

/* Letters with which both words begin. */
static guint
common_start (const char *a, const char *b)
{
  guint n = 0;

  while (a[n] && a[n] == b[n])
    n++;
  return n;
}

/* Names that begin most like this one, of the library's lines and of short names that it has. */
static char *
nearest_names (const SlTemplates *t, const char *name)
{
  g_autofree char *key = folded (name);
  const char *best[N_NEAREST] = { NULL };
  guint same[N_NEAREST];
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < t->n_line + G_N_ELEMENTS (short_table); i++)
    {
      const gboolean own = i < t->n_line;
      const char *known = own ? t->line_name[i] : short_table[i - t->n_line].name;
      g_autofree char *other = folded (known);
      const guint n = common_start (key, other);
      guint at = N_NEAREST;

      if (!own && line_at (t, short_table[i - t->n_line].ion, short_table[i - t->n_line].wave[0]) < 0)
        continue;
      while (at > 0 && (!best[at - 1] || n > same[at - 1]))
        at--;
      for (guint k = N_NEAREST - 1; k > at; k--)
        best[k] = best[k - 1], same[k] = same[k - 1];
      if (at < N_NEAREST)
        best[at] = known, same[at] = n;
    }
  for (guint k = 0; k < N_NEAREST && best[k]; k++)
    g_string_append_printf (list, "%s%s", k ? ", " : "", best[k]);
  return g_string_free (list, FALSE);
}

gboolean
sl_emission_lines_find (const SlTemplates *templates, const char *name, SlEmissionLines *lines,
                        GError **error)
{
  const int known = find_short (name);
  gboolean found = known >= 0;

  memset (lines, 0, sizeof *lines);
  for (guint i = 0; found && i < SL_MAX_SUMMED_LINES && short_table[known].wave[i] > 0.0; i++)
    {
      const int line = line_at (templates, short_table[known].ion, short_table[known].wave[i]);

      found = line >= 0;
      if (found)
        lines->line[lines->n++] = line;
    }
  if (known < 0)
    {
      const int line = line_named (templates, name);

      found = line >= 0;
      *lines = (SlEmissionLines) { found, { found ? line : 0 } };
    }
  if (!found)
    {
      g_autofree char *nearest = nearest_names (templates, name);

      g_set_error (error, SL_ERROR, SL_ERROR_OBSERVABLE,
                   _ ("%s has no emission line of the name “%s”. The nearest names are %s"), templates->path,
                   name, nearest);
    }
  return found;
}

char *
sl_emission_line_label (const char *name)
{
  const int known = find_short (name);

  return known >= 0 ? g_strdup (short_table[known].label) : g_markup_escape_text (name, -1);
}

char *
sl_emission_line_names (void)
{
  GString *list = g_string_new (short_table[0].name);

  for (guint i = 1; i < G_N_ELEMENTS (short_table); i++)
    g_string_append_printf (list, " %s", short_table[i].name);
  return g_string_free (list, FALSE);
}
