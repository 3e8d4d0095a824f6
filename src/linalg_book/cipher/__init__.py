"""Hill's cipher of any block size: encrypt, decrypt, tell which matrices are keys.  Chapter :ref:`ch-cipher`.

All arithmetic is on whole numbers, so nothing is ever rounded.  The same from a terminal::

    python -m linalg_book.cipher encrypt HELP --key 3,3,2,5
"""

from linalg_book.cipher.hill import decrypt, encrypt, is_key, to_letters, to_numbers

__all__ = ["to_numbers", "to_letters", "encrypt", "decrypt", "is_key"]
