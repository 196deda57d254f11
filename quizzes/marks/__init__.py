"""What people do to marks: essays marked, points put right, keys corrected."""
