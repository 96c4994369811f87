/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/support/sl-text-quote.h"

#include <string.h>

char *
sl_text_quote (const char *text, gsize most)
{
  GString *quoted = g_string_new (NULL);
  const char *end;

  while (!g_utf8_validate (text, -1, &end))
    {
      g_string_append_len (quoted, text, end - text);
      g_string_append (quoted, "…");
      /* The rest of a character without its beginning is told once. */
      for (text = end + 1; ((guchar) *text & 0xc0) == 0x80;)
        text++;
    }
  g_string_append (quoted, text);
  if (most > 0 && g_utf8_strlen (quoted->str, -1) > (glong) most)
    {
      g_string_truncate (quoted,
                         (gsize) (g_utf8_offset_to_pointer (quoted->str, (glong) most) - quoted->str));
      g_string_append (quoted, "…");
    }
  return g_string_free (quoted, FALSE);
}

void
sl_text_copy (char *copy, const char *text, gsize size)
{
  gsize n = strnlen (text, size);

  if (n == size)
    for (n = size - 1; n > 0 && ((guchar) text[n] & 0xc0) == 0x80;)
      n--;
  memcpy (copy, text, n);
  copy[n] = 0;
}
