"""`burnish capacity`: how many machines so many people a day need, simulated with service times that were measured."""
