/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/io/sl-mend.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "model/support/sl-check.h"
#include "model/support/sl-error.h"

static const struct {
  SlMend mend;
  const char *name;
  double factor;       /* to Angstrom; 0: no unit */
  const char *title;   /* of a unit */
  const char *also[6]; /* names of the unit in files, lower case, without a plural s */
} mend_table[] = {
  { SL_MEND_NM, "nm", 10.0, N_ ("nm"), { "nm", "nanometer", "nanometre", NULL } },
  { SL_MEND_UM, "um", 1e4, N_ ("µm"), { "um", "µm", "μm", "micron", "micrometer", "micrometre" } },
  { SL_MEND_M, "m", 1e10, N_ ("metres"), { "m", "meter", "metre", NULL } },
  { SL_MEND_REVERSED, "reversed", 0.0, NULL, { NULL } },
  { SL_MEND_PERCENT, "percent", 0.0, NULL, { NULL } },
};

static SlMend
find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (mend_table); i++)
    if (strcmp (mend_table[i].name, name) == 0)
      return mend_table[i].mend;
  return 0;
}

/* What a list allows; *unknown: the first name that means nothing (g_free). */
static SlMend
read_list (const char *list, char **unknown)
{
  g_auto (GStrv) names = g_strsplit (list ? list : "", ",", -1);
  SlMend mend = 0;

  for (guint i = 0; names[i]; i++)
    {
      const SlMend one = find (g_strstrip (names[i]));

      if (!one && *names[i] && !*unknown)
        *unknown = g_strdup (names[i]);
      mend |= one;
    }
  return mend;
}

gboolean
sl_mend_parse (const char *list, SlMend *mend, GError **error)
{
  g_autofree char *unknown = NULL;
  g_autoptr (GString) known = g_string_new (NULL);

  *mend = read_list (list, &unknown);
  if (!unknown)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (mend_table); i++)
    g_string_append_printf (known, "%s%s", i ? ", " : "", mend_table[i].name);
  g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("expected names out of %s, found “%s”"), known->str,
               unknown);
  return FALSE;
}

SlMend
sl_mend_environment (void)
{
  g_autofree char *ignored = NULL;

  return read_list (g_getenv ("STARLOOM_MEND"), &ignored);
}

SlMend
sl_mend_unit (const char *text)
{
  g_autofree char *valid = text ? g_utf8_make_valid (text, -1) : g_strdup ("");
  g_autofree char *lower = g_utf8_strdown (g_strstrip (valid), -1);
  const gsize length = strlen (lower);

  if (length > 2 && lower[length - 1] == 's')
    lower[length - 1] = 0;
  for (guint i = 0; i < G_N_ELEMENTS (mend_table); i++)
    for (guint k = 0; k < G_N_ELEMENTS (mend_table[i].also) && mend_table[i].also[k]; k++)
      if (strcmp (mend_table[i].also[k], lower) == 0)
        return mend_table[i].mend;
  return 0;
}

const char *
sl_mend_title (SlMend unit)
{
  for (guint i = 0; i < G_N_ELEMENTS (mend_table); i++)
    if (mend_table[i].mend == unit)
      return _ (mend_table[i].title);
  return "";
}

double
sl_mend_factor (SlMend unit)
{
  for (guint i = 0; i < G_N_ELEMENTS (mend_table); i++)
    if (mend_table[i].mend == unit)
      return mend_table[i].factor;
  return 1.0;
}

SlMend
sl_mend_choose_unit (SlMend suspected, SlMend allowed)
{
  if (allowed & suspected)
    return suspected;
  for (guint i = 0; i < G_N_ELEMENTS (mend_table); i++)
    if (mend_table[i].factor > 0.0 && (allowed & mend_table[i].mend))
      return mend_table[i].mend;
  return 0;
}

gboolean
sl_mend_refuse (GError **error, SlMend mend, const char *file, const char *dataset, const char *format, ...)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *what = NULL;
  va_list args;

  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  for (guint i = 0; i < G_N_ELEMENTS (mend_table); i++)
    if (mend & mend_table[i].mend)
      g_string_append_printf (names, "%s%s", names->len ? "," : "", mend_table[i].name);
  sl_check_fail (error, file, dataset,
                 _ ("%s (--mend %s converts them; for the window set STARLOOM_MEND=%s)"), what, names->str,
                 names->str);
  return FALSE;
}

void
sl_mend_tell (GString *notes, const char *file, const char *dataset, const char *format, ...)
{
  va_list args;

  g_string_append_printf (notes, "%s: %s: ", file, dataset);
  va_start (args, format);
  g_string_append_vprintf (notes, format, args);
  va_end (args);
  g_string_append_c (notes, '\n');
}

void
sl_mend_reverse (double *x, guint n)
{
  for (guint i = 0; i < n / 2; i++)
    {
      const double other = x[i];

      x[i] = x[n - 1 - i];
      x[n - 1 - i] = other;
    }
}
