/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Differences by so manieth parameter: by each of them; under the address sanitizer, where a loop takes
 * fifteen times as long, by some, others for each galaxy: there memory is watched, and numbers are compared
 * without it. */
#ifdef __SANITIZE_ADDRESS__
#define EACH 6
#else
#define EACH 1
#endif
