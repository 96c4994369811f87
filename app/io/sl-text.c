/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/io/sl-text.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include <glib/gi18n.h>
#include <pango/pango.h>

#include "model/support/sl-error.h"
#include "model/support/sl-nearest.h"

gboolean
sl_text_to_number (const char *text, double *value)
{
  char *end;

  while (g_ascii_isspace (*text))
    text++;
  errno = 0;
  *value = g_ascii_strtod (text, &end);
  while (end > text && g_ascii_isspace (*end))
    end++;
  return end > text && *end == 0 && isfinite (*value);
}

char **
sl_text_split (const char *list)
{
  g_auto (GStrv) parts = g_strsplit (list, ",", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; parts[i]; i++)
    if (*g_strstrip (parts[i]))
      g_strv_builder_add (builder, parts[i]);
  return g_strv_builder_end (builder);
}

/* A quoted field at *at, without its quotes, in place. NULL if the quote does not end, or text follows it. */
static char *
unquote (char **at, char separator)
{
  char *field = *at, *to = field, *p = field + 1;

  for (; *p && !(p[0] == '"' && p[1] != '"'); p++)
    {
      *to++ = *p;
      if (*p == '"')
        p++;
    }
  if (*p != '"')
    return NULL;
  for (p++; *p && *p != separator; p++)
    if (!g_ascii_isspace (*p))
      return NULL;
  *at = p;
  *to = 0;
  return field;
}

gboolean
sl_text_split_fields (char *p, char separator, GPtrArray *fields)
{
  const char separators[] = { separator, 0 };

  g_ptr_array_set_size (fields, 0);
  for (;;)
    {
      char *field, *end;
      gboolean last;

      while (*p == ' ' || *p == '\t')
        p++;
      if (*p == '"')
        {
          if (!(field = unquote (&p, separator)))
            return FALSE;
        }
      else
        {
          field = p;
          p += strcspn (p, separators);
        }
      end = p;
      /* Blanks that separate may be several. */
      while (separator == ' ' && p[0] == ' ' && p[1] == ' ')
        p++;
      last = *p != separator || (separator == ' ' && !p[1]);
      *end = 0;
      g_strchomp (field);
      g_ptr_array_add (fields, field);
      if (last)
        break;
      p++;
    }
  g_ptr_array_add (fields, NULL);
  return TRUE;
}

char *
sl_text_from_markup (const char *markup)
{
  char *text = NULL;

  return pango_parse_markup (markup, -1, 0, NULL, &text, NULL, NULL) ? text : g_strdup (markup);
}

char *
sl_text_from_number (double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  for (int digits = 6; digits <= 17; digits++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%dg", digits);
      g_ascii_formatd (text, sizeof text, format, value);
      if (g_ascii_strtod (text, NULL) == value)
        break;
    }
  return g_strdup (text);
}

const char *
sl_text_nearest (const char *typed, const char *const *names, guint n)
{
  return sl_nearest_name (typed, names, n);
}

void
sl_text_add_word (GString *command, const char *word)
{
  static const char plain[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_=.,:/+-";
  g_autofree char *quoted =
      *word && strspn (word, plain) == strlen (word) ? g_strdup (word) : g_shell_quote (word);

  g_string_append_printf (command, " %s", quoted);
}

void
sl_text_add_option (GString *command, const char *option, const char *value)
{
  if (!value)
    return;
  sl_text_add_word (command, option);
  sl_text_add_word (command, value);
}

char *
sl_text_join (guint n, const char *(*name) (guint i))
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "%s%s", i ? ", " : "", name (i));
  return g_strdup (text->str);
}

static const char *
parameter_name (guint i)
{
  return sl_param_info (i)->name;
}

int
sl_text_to_parameter (const char *name, GError **error)
{
  const int id = sl_param_lookup (name);
  const char *names[SL_N_PARAMS], *nearest;
  g_autofree char *known = NULL;

  if (id >= 0)
    return id;
  for (int i = 0; i < SL_N_PARAMS; i++)
    names[i] = parameter_name (i);
  nearest = sl_text_nearest (name, names, SL_N_PARAMS);
  if (nearest)
    g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("unknown parameter “%s”; did you mean %s?"), name,
                 nearest);
  else
    {
      known = sl_text_join (SL_N_PARAMS, parameter_name);
      g_set_error (error, SL_ERROR, SL_ERROR_PARAMETER, _ ("unknown parameter “%s”; expected one of %s"),
                   name, known);
    }
  return -1;
}
