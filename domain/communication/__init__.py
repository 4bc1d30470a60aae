"""Who is told what, when and by whom; who has a stake in it; and whom nobody has asked yet."""
