/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text of files in messages stays text, whatever the bytes and wherever it is cut. */
#include <string.h>

#include "model/support/sl-text-quote.h"

static void
check_quote (const char *text, gsize most, const char *right)
{
  g_autofree char *quoted = sl_text_quote (text, most);

  g_assert_cmpstr (quoted, ==, right);
}

static void
test_quote (void)
{
  check_quote ("", 0, "");
  check_quote ("Z☉", 0, "Z☉");
  check_quote ("Z☉", 2, "Z☉");
  check_quote ("Z☉☉", 2, "Z☉…");
  check_quote ("☉", 1, "☉");
  /* Cut after one and after two bytes of a character, before other text. */
  check_quote ("Z\xe2\", expected", 0, "Z…\", expected");
  check_quote ("Z\xe2\x98\", expected", 0, "Z…\", expected");
  check_quote ("Z\xe2\x98", 0, "Z…");
  /* Latin 1, a lone end of a character, and bytes that no UTF-8 has. */
  check_quote ("gr\xfc\xdf", 0, "gr……");
  check_quote ("\x98\x89 x", 0, "… x");
  check_quote ("\xff\xfe", 1, "……");
}

static void
check_copy (gsize size, const char *right)
{
  char copy[16];

  memset (copy, 'x', sizeof copy);
  sl_text_copy (copy, "aü☉b", size);
  g_assert_cmpstr (copy, ==, right);
  for (gsize i = size; i < sizeof copy; i++)
    g_assert_cmpint (copy[i], ==, 'x');
}

static void
test_copy (void)
{
  const char *right[] = { "", "a", "a", "aü", "aü", "aü", "aü☉", "aü☉b", "aü☉b" };

  for (gsize i = 0; i < G_N_ELEMENTS (right); i++)
    check_copy (i + 1, right[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-quote/quote", test_quote);
  g_test_add_func ("/text-quote/copy", test_copy);
  return g_test_run ();
}
