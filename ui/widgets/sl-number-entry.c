/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/sl-number-entry.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n.h>

/* Brackets and signs within each other. */
#define MOST_NESTED 50
/* Of a text that a message repeats. */
#define MOST_CHARS 12

typedef struct {
  const char *at;      /* what is not read yet */
  guint nested;
  gboolean logarithm;  /* there was one */
  char *why;           /* NULL: no fault yet */
} Reader;

static double read_sum (Reader *self);
static double read_factor (Reader *self);

/* --- characters ------------------------------------------------------------- */

static void
skip_space (Reader *self)
{
  while (*self->at && g_unichar_isspace (g_utf8_get_char (self->at)))
    self->at = g_utf8_next_char (self->at);
}

/* Takes any of these texts (up to NULL), without blanks before it; the number of it, from 1, or 0. */
static guint
take_any (Reader *self, const char *const *texts)
{
  skip_space (self);
  for (guint i = 0; texts[i]; i++)
    if (g_str_has_prefix (self->at, texts[i]))
      {
        self->at += strlen (texts[i]);
        return i + 1;
      }
  return 0;
}

static gboolean
take (Reader *self, const char *text)
{
  return take_any (self, (const char *const[]) { text, NULL }) != 0;
}

/* The first fault counts: others follow from it. */
static double
fail (Reader *self, char *why)
{
  if (self->why)
    g_free (why);
  else
    self->why = why;
  return NAN;
}

/* Fails at what is not read yet. */
static double
fail_here (Reader *self)
{
  g_autofree char *rest = NULL;

  skip_space (self);
  if (!*self->at)
    return fail (self, g_strdup (_ ("A number is missing")));
  if (g_utf8_strlen (self->at, MOST_CHARS * 6) <= MOST_CHARS)
    rest = g_strdup (self->at);
  else
    {
      g_autofree char *begin = g_utf8_substring (self->at, 0, MOST_CHARS);

      rest = g_strconcat (begin, "…", NULL);
    }
  return fail (self, g_strdup_printf (_ ("Not a number: “%s”"), rest));
}

/* --- the grammar ------------------------------------------------------------ */

/* Appends digits to a number. */
static void
take_digits (Reader *self, GString *number)
{
  const char *from = self->at;

  while (g_ascii_isdigit (*self->at))
    self->at++;
  g_string_append_len (number, from, self->at - from);
}

static double
read_number (Reader *self)
{
  g_autoptr (GString) number = g_string_new (NULL);
  double value;
  gsize digits;

  take_digits (self, number);
  digits = number->len;
  if (*self->at == ',' || *self->at == '.')
    {
      self->at++;
      g_string_append_c (number, '.');
      take_digits (self, number);
      digits = number->len - 1;
    }
  if (!digits)
    return fail_here (self);
  /* "1.000,5" and "1,000,000" may mean two things. */
  if (*self->at == ',' || *self->at == '.')
    return fail (self, g_strdup (_ ("Write one decimal comma or point")));
  if (*self->at == 'e' || *self->at == 'E')
    {
      const char *sign = self->at + 1;
      const gboolean minus = *sign == '-' || g_str_has_prefix (sign, "−");

      sign += minus ? (*sign == '-' ? 1 : strlen ("−")) : *sign == '+';
      if (g_ascii_isdigit (*sign))
        {
          self->at = sign;
          g_string_append (number, minus ? "e-" : "e");
          take_digits (self, number);
        }
    }
  value = g_ascii_strtod (number->str, NULL);
  return isfinite (value) ? value : fail (self, g_strdup (_ ("The number is too large")));
}

static double
read_atom (Reader *self)
{
  static const char *const logarithms[] = { "log10", "log", "lg", "LOG10", "LOG", "LG", "Log10", "Log", "Lg",
                                            NULL };
  double value;

  skip_space (self);
  if (take (self, "("))
    {
      value = read_sum (self);
      return self->why || take (self, ")") ? value : fail (self, g_strdup (_ ("A bracket is not closed")));
    }
  if (!take_any (self, logarithms))
    return read_number (self);
  value = read_factor (self);
  if (!self->why && !(value > 0.0))
    return fail (self, g_strdup (_ ("Only positive numbers have logarithms")));
  self->logarithm = TRUE;
  return log10 (value);
}

/* The digits of an exponent like "⁻³"; FALSE: there are none. */
static gboolean
take_superscript (Reader *self, double *power)
{
  static const char *const digits[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹", NULL };
  const char *before = self->at;
  const gboolean minus = take (self, "⁻");
  guint digit = take_any (self, digits);

  if (!digit)
    {
      self->at = before;
      return FALSE;
    }
  *power = 0.0;
  for (; digit; digit = take_any (self, digits))
    *power = 10.0 * *power + (digit - 1);
  if (minus)
    *power = -*power;
  return TRUE;
}

static double
read_power (Reader *self)
{
  const double base = read_atom (self);
  double power;

  if (self->why)
    return NAN;
  if (take (self, "^") || take (self, "**"))
    power = read_factor (self);
  else if (!take_superscript (self, &power))
    return base;
  return self->why ? NAN : pow (base, power);
}

static double
read_factor (Reader *self)
{
  static const char *const signs[] = { "+", "-", "−", NULL };
  gboolean minus = FALSE;
  double value;

  if (self->nested >= MOST_NESTED)
    return fail (self, g_strdup (_ ("Too many brackets")));
  self->nested++;
  for (guint sign = take_any (self, signs); sign; sign = take_any (self, signs))
    minus ^= sign > 1;
  value = read_power (self);
  self->nested--;
  return minus ? -value : value;
}

static double
read_product (Reader *self)
{
  static const char *const operators[] = { "/", "÷", "×", "·", "*", "x", NULL };
  double value = read_factor (self);

  for (guint sign = 0; !self->why && (sign = take_any (self, operators));)
    {
      const double factor = read_factor (self);

      value = sign <= 2 ? value / factor : value * factor;
    }
  return value;
}

static double
read_sum (Reader *self)
{
  static const char *const operators[] = { "+", "-", "−", NULL };
  double value = read_product (self);

  for (guint sign = 0; !self->why && (sign = take_any (self, operators));)
    {
      const double term = read_product (self);

      value = sign == 1 ? value + term : value - term;
    }
  return value;
}

/* --- the unit --------------------------------------------------------------- */

static gboolean
same_unit (const char *a, const char *b)
{
  g_autofree char *first = g_utf8_casefold (a, -1), *second = g_utf8_casefold (b, -1);

  return strcmp (first, second) == 0;
}

/* Years in a unit of time; 0: it is none. */
static double
years (const char *unit)
{
  static const struct { const char *name; double years; } table[] = {
    { "yr", 1.0 }, { "kyr", 1e3 }, { "Myr", 1e6 }, { "Gyr", 1e9 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (same_unit (table[i].name, unit))
      return table[i].years;
  return 0.0;
}

/* Reads the rest as a unit; *factor: how many of the entry's units it is. */
static gboolean
take_unit (Reader *self, const char *unit, double *factor)
{
  /* Units are short: a long text is not folded. */
  g_autofree char *rest = strlen (self->at) < 64 ? g_strstrip (g_strdup (self->at)) : g_strdup ("");

  if (!unit || !*unit || !*rest)
    return FALSE;
  *factor = same_unit (rest, unit)   ? 1.0
            : years (unit) > 0.0     ? years (rest) / years (unit)
                                     : 0.0;
  if (!(*factor > 0.0))
    return FALSE;
  self->at += strlen (self->at);
  return TRUE;
}

gboolean
sl_number_entry_read (const char *text, const char *unit, SlNumberForm *form, double *value, char **why)
{
  Reader reader = { .at = text ? text : "" };
  SlNumberForm found = SL_NUMBER_ALONE;
  double number, factor = 1.0;

  if (why)
    *why = NULL;
  if (!g_utf8_validate (reader.at, -1, NULL))
    reader.at = "�";
  if (take (&reader, "="))
    found = SL_NUMBER_EQUALS;
  number = read_sum (&reader);
  skip_space (&reader);
  if (!reader.why && *reader.at && take_unit (&reader, unit, &factor))
    found = SL_NUMBER_WITH_UNIT;
  if (!reader.why && *reader.at)
    fail_here (&reader);
  if (!reader.why && !isfinite (number * factor))
    fail (&reader, g_strdup (_ ("The result is no number")));
  if (reader.why)
    {
      if (why)
        *why = g_steal_pointer (&reader.why);
      g_free (reader.why);
      return FALSE;
    }
  *value = number * factor;
  if (form)
    *form = reader.logarithm ? SL_NUMBER_LOGARITHM : found;
  return TRUE;
}
