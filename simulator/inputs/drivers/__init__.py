"""What runs are told: schedules by age, travel times, driver sets, and observed events turned into rates."""
